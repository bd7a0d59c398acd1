package dev.escriba.speech.entity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an engine heard.
 *
 * @param text of the whole recording, {@code ""} where there is no speech
 * @param language ISO 639-1 of what is spoken, detected; empty where there is no speech, or none in a language that is known
 * @param segments in order of time
 * @param duration of the decoded audio, counted in samples
 * @param completionTokens text tokens generated
 * @param promptTokens audio tokens and tokens of the prompt
 */
public record Recognition(
        String text,
        Optional<String> language,
        List<Segment> segments,
        Duration duration,
        int completionTokens,
        int promptTokens) {

    public Recognition {
        segments = List.copyOf(segments);
    }
}
