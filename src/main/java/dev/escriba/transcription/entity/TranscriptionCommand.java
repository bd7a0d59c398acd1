package dev.escriba.transcription.entity;

import dev.escriba.culture.entity.Culture;
import java.util.Optional;
import java.util.UUID;

/**
 * The fields of a request, already checked against the limits. The file comes separately.
 *
 * @param modelId the model to use; empty for the default model
 * @param prompt {@code ""} where the caller sent none
 * @param userIdentifier the user that the caller attributes the use to
 * @param channel the channel that the caller attributes the use to
 * @param culture the language of messages
 * @param claim identifies a repeated request, where the caller sent an idempotency key
 * @param options what the caller asks for beyond a plain transcript
 */
public record TranscriptionCommand(
        Optional<UUID> modelId,
        String prompt,
        Optional<String> userIdentifier,
        Optional<String> channel,
        Culture culture,
        Optional<IdempotencyClaim> claim,
        TranscriptionOptions options) {

    /** In code points. */
    public static final int MAX_USER_IDENTIFIER_CHARACTERS = 256;

    /** In code points. */
    public static final int MAX_CHANNEL_CHARACTERS = 100;

    /** Without options. */
    public TranscriptionCommand(
            Optional<UUID> modelId,
            String prompt,
            Optional<String> userIdentifier,
            Optional<String> channel,
            Culture culture,
            Optional<IdempotencyClaim> claim) {
        this(modelId, prompt, userIdentifier, channel, culture, claim, TranscriptionOptions.NONE);
    }

    /** The same command, with a claim. */
    public TranscriptionCommand claimedBy(IdempotencyClaim made) {
        return new TranscriptionCommand(modelId, prompt, userIdentifier, channel, culture, Optional.of(made), options);
    }
}
