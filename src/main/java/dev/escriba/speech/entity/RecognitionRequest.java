package dev.escriba.speech.entity;

import dev.escriba.media.entity.Recording;
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
 * @param original the file that the audio comes from, for an engine that passes it on; empty where the audio is only a
 *     part of it
 * @param run names the work: the run, and the channel of it where channels are recognised one by one. It is the same
 *     for each attempt of a run, on whichever node; no other work has it. Empty where no run is stored
 */
public record RecognitionRequest(
        Optional<UUID> modelId,
        Set<String> languages,
        String prompt,
        List<String> keywords,
        boolean words,
        String accountId,
        Duration claimed,
        boolean background,
        Optional<Recording> original,
        Optional<String> run) {

    public RecognitionRequest {
        languages = Set.copyOf(languages);
        keywords = List.copyOf(keywords);
    }

    /** For a caller that waits for the answer, without the original file. */
    public RecognitionRequest(
            Optional<UUID> modelId,
            Set<String> languages,
            String prompt,
            List<String> keywords,
            boolean words,
            String accountId,
            Duration claimed) {
        this(
                modelId,
                languages,
                prompt,
                keywords,
                words,
                accountId,
                claimed,
                false,
                Optional.empty(),
                Optional.empty());
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

    /** The same request, for work that waits while other recordings have work. */
    public RecognitionRequest inBackground() {
        return new RecognitionRequest(
                modelId, languages, prompt, keywords, words, accountId, claimed, true, original, run);
    }

    /** The same request, with the file that its audio comes from. */
    public RecognitionRequest of(Recording recording) {
        return new RecognitionRequest(
                modelId,
                languages,
                prompt,
                keywords,
                words,
                accountId,
                claimed,
                background,
                Optional.of(recording),
                run);
    }

    /** The same request, for a stored run. */
    public RecognitionRequest ofRun(UUID instance) {
        return named(Optional.of(instance.toString()));
    }

    /** The same request, for one channel of its recording. */
    public RecognitionRequest ofChannel(int channel) {
        return named(run.map(whole -> whole + "/" + channel));
    }

    private RecognitionRequest named(Optional<String> name) {
        return new RecognitionRequest(
                modelId, languages, prompt, keywords, words, accountId, claimed, background, original, name);
    }

    /** The same request to another model. */
    public RecognitionRequest to(UUID model) {
        return to(model, languages);
    }

    /** The same request to another model, which chooses from these languages. */
    public RecognitionRequest to(UUID model, Set<String> known) {
        return new RecognitionRequest(
                Optional.of(model), known, prompt, keywords, words, accountId, claimed, background, original, run);
    }
}
