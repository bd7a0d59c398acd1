package dev.escriba.speech.model;

import java.util.List;

/**
 * A word that a model wrote, and when it was spoken.
 *
 * @param text without spaces around it, with its punctuation
 * @param start in seconds from the beginning of the samples
 * @param end in seconds from the beginning of the samples
 * @param probability the geometric mean over the word's tokens
 */
public record TimedWord(String text, double start, double end, double probability) {

    /** The same words, later by this many seconds. */
    public static List<TimedWord> shifted(List<TimedWord> words, double seconds) {
        return seconds == 0
                ? words
                : words.stream()
                        .map(word ->
                                new TimedWord(word.text, word.start + seconds, word.end + seconds, word.probability))
                        .toList();
    }
}
