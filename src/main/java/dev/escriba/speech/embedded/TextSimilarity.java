package dev.escriba.speech.embedded;

import java.util.Arrays;
import java.util.Locale;

/** The similarity of two texts by their letters and digits: 1 for equal texts, 0 for texts with nothing in common. */
final class TextSimilarity {

    private TextSimilarity() {}

    static double of(String one, String other) {
        int[] first = letters(one);
        int[] second = letters(other);
        int longer = Math.max(first.length, second.length);
        return longer == 0 ? 1 : 1 - (double) distance(first, second) / longer;
    }

    private static int[] letters(String text) {
        return text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .toArray();
    }

    /** The edit distance: the minimum number of letters to change, remove or insert. */
    private static int distance(int[] first, int[] second) {
        int[] row = new int[second.length + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= first.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.length; j++) {
                int changed = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[second.length];
    }
}
