package dev.escriba.speech.entity;

import java.util.Set;

/**
 * What is asked of an engine beside the audio.
 *
 * @param languages ISO 639-1 codes to choose from; one alone is taken as given
 * @param prompt context or terminology; {@code ""} for none
 */
public record RecognitionRequest(Set<String> languages, String prompt) {

    public RecognitionRequest {
        languages = Set.copyOf(languages);
    }
}
