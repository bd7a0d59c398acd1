package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.speech.entity.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The result of a run that succeeded.
 *
 * @param transcript empty where the result is replayed and its transcript is no longer kept
 * @param language the spoken language as an ISO 639-1 code; empty where nothing is spoken
 * @param duration the duration of the decoded audio
 * @param replayed whether the result answers a repeated request; then it was charged with the first request
 * @param segments the parts of the transcript in order of time; empty where they are no longer kept
 */
public record TranscriptionResult(
        UUID instanceId,
        Optional<String> transcript,
        Optional<String> language,
        Duration duration,
        int completionTokens,
        int promptTokens,
        Cost cost,
        boolean replayed,
        List<Segment> segments) {

    public TranscriptionResult {
        segments = List.copyOf(segments);
    }
}
