package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A run that succeeded.
 *
 * @param transcript none where it is a replayed one whose text was not kept
 * @param language ISO 639-1 of what is spoken, if anything
 * @param duration of the decoded audio
 * @param replayed whether it answers a repeated request, and was charged before
 */
public record TranscriptionResult(
        UUID instanceId,
        Optional<String> transcript,
        Optional<String> language,
        Duration duration,
        int completionTokens,
        int promptTokens,
        Cost cost,
        boolean replayed) {}
