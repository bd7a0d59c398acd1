package dev.escriba.speech.entity;

import java.time.Duration;
import java.util.Set;

/**
 * What is asked of recognition beside the audio.
 *
 * @param languages ISO 639-1 codes to choose from; one alone is taken as given
 * @param prompt context or terminology; {@code ""} for none
 * @param caller whose run it is: callers share what there is
 * @param claimed how long the recording is said to be; nobody has listened to it yet
 */
public record RecognitionRequest(Set<String> languages, String prompt, String caller, Duration claimed) {

    public RecognitionRequest {
        languages = Set.copyOf(languages);
    }

    /** Of nobody in particular, for a short recording. */
    public RecognitionRequest(Set<String> languages, String prompt) {
        this(languages, prompt, "", Duration.ZERO);
    }
}
