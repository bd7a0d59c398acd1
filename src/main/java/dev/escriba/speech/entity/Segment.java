package dev.escriba.speech.entity;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * A part of the transcript with its times.
 *
 * @param start from the beginning of the recording
 * @param end from the beginning of the recording
 * @param text not empty
 * @param language ISO 639-1; {@code ""} where it is unknown
 * @param meanLogProbability of the segment's tokens, natural logarithm; NaN where it is not known
 * @param noSpeechProbability how likely the segment holds no speech, from 0 to 1: 1 minus the mean probability of voice
 *     activity between its first and its last speech; NaN where it is not known
 * @param tokens in their order; empty where the engine does not tell them
 * @param words in their order; empty where the request did not ask for them
 * @param channel of the recording, counted from 0; empty where the channels were mixed
 */
public record Segment(
        Duration start,
        Duration end,
        String text,
        String language,
        double meanLogProbability,
        double noSpeechProbability,
        List<Token> tokens,
        List<Word> words,
        OptionalInt channel) {

    public Segment {
        tokens = List.copyOf(tokens);
        words = List.copyOf(words);
    }

    /** A segment without tokens and words, of mixed channels. */
    public Segment(Duration start, Duration end, String text, String language, double meanLogProbability) {
        this(start, end, text, language, meanLogProbability, 0, List.of(), List.of(), OptionalInt.empty());
    }

    /** The same segment, of one channel. */
    public Segment of(int oneChannel) {
        return new Segment(
                start,
                end,
                text,
                language,
                meanLogProbability,
                noSpeechProbability,
                tokens,
                words,
                OptionalInt.of(oneChannel));
    }
}
