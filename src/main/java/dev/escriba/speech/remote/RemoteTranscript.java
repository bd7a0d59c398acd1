package dev.escriba.speech.remote;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server answered, after its shape was checked.
 *
 * @param text {@code ""} where it heard nothing
 * @param language ISO 639-1, where it tells one that is known
 * @param duration of the audio that it worked on, in seconds, if it tells it
 * @param segments empty where it tells none
 * @param words of the whole recording; empty where it tells none
 * @param usage the tokens that it counted, if it counted tokens
 */
record RemoteTranscript(
        String text,
        Optional<String> language,
        Optional<Double> duration,
        List<Part> segments,
        List<Part> words,
        Optional<Usage> usage) {

    RemoteTranscript {
        segments = List.copyOf(segments);
        words = List.copyOf(words);
    }

    /** The end of what it tells, in seconds: that of the audio, of a segment or of a word. */
    double end() {
        double last = Stream.concat(segments.stream(), words.stream())
                .mapToDouble(Part::end)
                .max()
                .orElse(0);
        return Math.max(last, duration.orElse(0.0));
    }

    /**
     * A segment or a word.
     *
     * @param start in seconds
     * @param end in seconds
     * @param logProbability 0 where it is not told
     * @param noSpeech the probability that there is no speech; 0 where it is not told
     */
    record Part(String text, double start, double end, double logProbability, double noSpeech) {}

    /** Counted tokens. */
    record Usage(int promptTokens, int completionTokens) {}
}
