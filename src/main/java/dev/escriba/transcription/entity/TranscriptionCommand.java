package dev.escriba.transcription.entity;

import dev.escriba.culture.entity.Culture;
import java.util.Optional;
import java.util.UUID;

/**
 * What a caller asked for beside the file; already checked against the limits.
 *
 * @param modelId the model to use; empty for the default one
 * @param prompt {@code ""} for none
 * @param userIdentifier who to attribute the use to, if anyone
 * @param channel where it was used, if anywhere
 * @param claim what makes a repeated request known, if the caller wants that
 */
public record TranscriptionCommand(
        Optional<UUID> modelId,
        String prompt,
        Optional<String> userIdentifier,
        Optional<String> channel,
        Culture culture,
        Optional<IdempotencyClaim> claim) {

    /** The same, with a claim. */
    public TranscriptionCommand claimedBy(IdempotencyClaim made) {
        return new TranscriptionCommand(modelId, prompt, userIdentifier, channel, culture, Optional.of(made));
    }
}
