package dev.escriba.speech.entity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The parameters of a recognition, without the audio.
 *
 * @param modelId of the catalogue; empty to let the engine choose a model for each language
 * @param languages ISO 639-1 codes to choose from; a single one is not checked against the audio
 * @param prompt context or terminology; {@code ""} for none
 * @param keywords literal terms that the recording probably contains, each as it is written
 * @param words whether the segments have their words with times
 * @param accountId the account of the run; accounts share the workers fairly
 * @param claimed the length of the recording, as its header claims; it is not verified
 * @param background whether the work waits while other recordings have work
 */
public record RecognitionRequest(
        Optional<UUID> modelId,
        Set<String> languages,
        String prompt,
        List<String> keywords,
        boolean words,
        String accountId,
        Duration claimed,
        boolean background) {

    public RecognitionRequest {
        languages = Set.copyOf(languages);
        keywords = List.copyOf(keywords);
    }

    /** For a caller that waits for the answer. */
    public RecognitionRequest(
            Optional<UUID> modelId,
            Set<String> languages,
            String prompt,
            List<String> keywords,
            boolean words,
            String accountId,
            Duration claimed) {
        this(modelId, languages, prompt, keywords, words, accountId, claimed, false);
    }

    /** The same request, for work that waits while other recordings have work. */
    public RecognitionRequest inBackground() {
        return new RecognitionRequest(modelId, languages, prompt, keywords, words, accountId, claimed, true);
    }

    /** Without keywords and words. */
    public RecognitionRequest(
            Optional<UUID> modelId, Set<String> languages, String prompt, String accountId, Duration claimed) {
        this(modelId, languages, prompt, List.of(), false, accountId, claimed);
    }

    /** For a short recording, without an account and a model. */
    public RecognitionRequest(Set<String> languages, String prompt) {
        this(Optional.empty(), languages, prompt, "", Duration.ZERO);
    }
}
