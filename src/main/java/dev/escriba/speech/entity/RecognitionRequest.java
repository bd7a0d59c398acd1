package dev.escriba.speech.entity;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is asked of recognition beside the audio.
 *
 * @param modelId of the catalogue; empty for the engine's own choice for each language
 * @param languages ISO 639-1 codes to choose from; one alone is taken as given
 * @param prompt context or terminology; {@code ""} for none
 * @param accountId whose run it is: accounts share what there is
 * @param claimed how long the recording is said to be; nobody has listened to it yet
 */
public record RecognitionRequest(
        Optional<UUID> modelId, Set<String> languages, String prompt, String accountId, Duration claimed) {

    public RecognitionRequest {
        languages = Set.copyOf(languages);
    }

    /** Of no account in particular, for a short recording. */
    public RecognitionRequest(Set<String> languages, String prompt) {
        this(Optional.empty(), languages, prompt, "", Duration.ZERO);
    }
}
