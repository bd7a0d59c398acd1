package dev.escriba.speech.entity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an engine recognised in a recording.
 *
 * @param text of the whole recording; {@code ""} when it contains no speech
 * @param language the detected language, ISO 639-1; empty when there is no speech, or none in a known language
 * @param segments in order of time
 * @param duration of the decoded audio, counted in samples
 * @param completionTokens tokens of the text
 * @param promptTokens audio tokens and tokens of the prompt and the keywords
 * @param unknownLanguage whether the text is empty although there is speech: no model knows its language
 */
public record Recognition(
        String text,
        Optional<String> language,
        List<Segment> segments,
        Duration duration,
        int completionTokens,
        int promptTokens,
        boolean unknownLanguage) {

    public Recognition {
        segments = List.copyOf(segments);
    }

    /** Without speech in an unknown language. */
    public Recognition(
            String text,
            Optional<String> language,
            List<Segment> segments,
            Duration duration,
            int completionTokens,
            int promptTokens) {
        this(text, language, segments, duration, completionTokens, promptTokens, false);
    }
}
