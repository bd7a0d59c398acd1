package dev.escriba.eval;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Word errors of one text against its reference: the least number of words to substitute, delete or insert. Words are
 * compared in lower case, without punctuation and accents; numbers are compared as they are written.
 */
public record WordErrors(int errors, int words) {

    public static final WordErrors NONE = new WordErrors(0, 0);

    public static WordErrors between(String reference, String text) {
        List<String> expected = words(reference);
        List<String> actual = words(text);
        int[] row = new int[actual.size() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= expected.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= actual.size(); j++) {
                int changed = diagonal + (expected.get(i - 1).equals(actual.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return new WordErrors(row[actual.size()], expected.size());
    }

    public static List<String> words(String text) {
        String folded = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("['’]", "")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        return folded.isEmpty() ? List.of() : List.of(folded.split(" ", -1));
    }

    public WordErrors plus(WordErrors other) {
        return new WordErrors(errors + other.errors, words + other.words);
    }

    /** Errors for each 100 words of the reference. */
    public double percent() {
        return words == 0 ? 0 : 100.0 * errors / words;
    }
}
