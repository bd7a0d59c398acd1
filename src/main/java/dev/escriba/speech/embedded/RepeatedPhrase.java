package dev.escriba.speech.embedded;

import java.util.List;
import java.util.Locale;

/** Counts how often a text says a phrase in a row, whatever the punctuation and the case. */
final class RepeatedPhrase {

    /** In words. */
    private static final int MAX_PHRASE_LENGTH = 8;

    /** In words. A speaker rarely says a longer phrase three times in a row. */
    private static final int MIN_SENTENCE_LENGTH = 4;

    /** In words. */
    private static final int MAX_SENTENCE_LENGTH = 20;

    private static final int MIN_REPETITIONS = 3;

    private RepeatedPhrase() {}

    /** The highest number of times in a row that a phrase occurs; 1 when none is repeated, 0 without a word. */
    static int count(String text) {
        return count(words(text), 1, MAX_PHRASE_LENGTH);
    }

    /**
     * Whether a text says a phrase of several words three times or more in a row. A model does so where it does not
     * know the language, and its mean log-probability is high: it is sure of the second phrase after the first one.
     */
    static boolean isSentence(String text) {
        return count(words(text), MIN_SENTENCE_LENGTH, MAX_SENTENCE_LENGTH) >= MIN_REPETITIONS;
    }

    private static int count(List<String> words, int shortest, int longest) {
        int most = words.isEmpty() ? 0 : 1;
        for (int phrase = shortest; phrase <= longest; phrase++) {
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
