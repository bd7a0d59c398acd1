package dev.escriba.speech.embedded;

import java.util.List;
import java.util.Locale;

/** Counts how often a text says a phrase in a row, whatever the punctuation and the case. */
final class RepeatedPhrase {

    /** In words. */
    private static final int MAX_PHRASE_LENGTH = 8;

    private RepeatedPhrase() {}

    /** The highest number of times in a row that a phrase occurs; 1 when none is repeated, 0 without a word. */
    static int count(String text) {
        List<String> words = words(text);
        int most = words.isEmpty() ? 0 : 1;
        for (int phrase = 1; phrase <= MAX_PHRASE_LENGTH; phrase++) {
            int equal = 0;
            for (int i = phrase; i < words.size(); i++) {
                equal = words.get(i).equals(words.get(i - phrase)) ? equal + 1 : 0;
                most = Math.max(most, 1 + equal / phrase);
            }
        }
        return most;
    }

    static List<String> words(String text) {
        String plain = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split(" ", -1));
    }
}
