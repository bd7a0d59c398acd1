package dev.escriba.speech.remote;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server answered, after its shape was checked.
 *
 * @param text {@code ""} where it heard nothing
 * @param language ISO 639-1, where it tells one that is known
 * @param duration of the audio that it worked on, in seconds, if it tells it
 * @param counted the seconds that it counted, if it counted seconds
 * @param segments empty where it tells none
 * @param words of the whole recording; empty where it tells none
 * @param usage the tokens that it counted, if it counted tokens
 */
record RemoteTranscript(
        String text,
        Optional<String> language,
        Optional<Double> duration,
        Optional<Double> counted,
        List<Part> segments,
        List<Part> words,
        Optional<Usage> usage) {

    /** Times of servers are inexact, and a decoder may drop or add some samples. */
    private static final double MAX_EXCESS_SECONDS = 2;

    /** The window of Whisper: its last segment may end with it, and a server may count whole ones, or a minimum. */
    private static final double MAX_WINDOW_SECONDS = 30;

    /** Nobody speaks five times as fast; a model that repeats itself writes less, too. */
    private static final double MAX_CHARACTERS_PER_SECOND = 100;

    RemoteTranscript {
        segments = List.copyOf(segments);
        words = List.copyOf(words);
    }

    /**
     * Whether it is about a longer recording than this one. A last segment or word may end later: some servers end it
     * with the window of their model. A server that tells no times is judged by the length of its text.
     *
     * @param length of the recording that was sent
     */
    boolean exceeds(Duration length) {
        double seconds = length.toNanos() / 1e9;
        double latest = seconds + MAX_EXCESS_SECONDS;
        return duration.orElse(0.0) > latest
                || counted.orElse(0.0) > latest + MAX_WINDOW_SECONDS
                || text.length() > MAX_CHARACTERS_PER_SECOND * (seconds + MAX_WINDOW_SECONDS)
                || Stream.concat(segments.stream(), words.stream())
                        .anyMatch(part -> part.start() > latest || part.end() > latest + MAX_WINDOW_SECONDS);
    }

    /**
     * A segment or a word.
     *
     * @param start in seconds
     * @param end in seconds
     * @param logProbability NaN where it is not told
     * @param noSpeech the probability that there is no speech; NaN where it is not told
     */
    record Part(String text, double start, double end, double logProbability, double noSpeech) {}

    /** Counted tokens. */
    record Usage(int promptTokens, int completionTokens) {}
}
