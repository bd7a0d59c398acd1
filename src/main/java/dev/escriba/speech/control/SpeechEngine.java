package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.entity.TokenLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Turns audio into text. Safe for use by many threads at once. The {@link EngineRegistry} finds every CDI bean of this
 * type.
 */
public interface SpeechEngine {

    /** The name that catalogue entries refer to. */
    String name();

    /** ISO 639-1 codes of the languages that the engine recognises. */
    Set<String> languages();

    /**
     * Whether this installation has what the engine needs. An engine that is not installed is not registered. Called
     * once, at start.
     */
    default boolean isInstalled() {
        return true;
    }

    /** The names of the servers that it passes recordings to; empty for an engine that computes on this machine. */
    default List<String> upstreams() {
        return List.of();
    }

    /**
     * Whether the engine can recognise now. While it cannot, the runs of its own models are refused; the runs of other
     * engines go on.
     */
    default Readiness readiness() {
        return Readiness.up();
    }

    /** Whether the engine can recognise with this model now. It is told to callers, and refuses no run by itself. */
    default Readiness readiness(UUID model) {
        return readiness();
    }

    /**
     * Refuses a run of a model that would fail at once.
     *
     * @param account of the run
     * @throws dev.escriba.speech.entity.EngineFailure where the model does not answer at the moment
     */
    default void requireAnswering(UUID model, String account) {}

    /**
     * Completes when the start of the engine ends: with readiness, or with the reason why the engine cannot recognise.
     */
    default CompletionStage<Readiness> started() {
        return CompletableFuture.completedStage(readiness());
    }

    /**
     * The admission of the engine's runs. An engine that computes on this machine returns the given queue for its
     * processors. Another engine returns an admission of its own.
     */
    default Admission admission(AdmissionQueue processorQueue) {
        return processorQueue;
    }

    /**
     * The admission of the runs of one model.
     *
     * @param model empty where the run names none
     */
    default Admission admission(AdmissionQueue processorQueue, Optional<UUID> model) {
        return admission(processorQueue);
    }

    /**
     * The maximum numbers of tokens that {@link #recognize} can count for a recording of this length, whatever the
     * recording contains. They never decrease with the length.
     *
     * @param audio the length of the decoded audio
     */
    TokenLimit tokenLimit(Duration audio, RecognitionRequest request);

    /**
     * Recognises a recording. Reads it to its end in bounded memory. Silence and noise give an empty text.
     *
     * @param audio the caller closes it; an engine that goes on without it may close it earlier, at its end
     * @param listener is told the segments of the result, each once, in their order, before this method returns
     * @throws InterruptedException when the run is cancelled
     * @throws dev.escriba.problem.entity.Problem when the audio cannot be decoded, or the engine fails in a way that
     *     the caller should know
     */
    Recognition recognize(PcmStream audio, RecognitionRequest request, SegmentListener listener)
            throws InterruptedException;

    /** Recognises a recording, and tells its segments only with the result. */
    default Recognition recognize(PcmStream audio, RecognitionRequest request) throws InterruptedException {
        return recognize(audio, request, SegmentListener.NONE);
    }

    /**
     * Whether the engine knows the times of words for all that it may choose from for this request. Where it does not,
     * a request for words is refused.
     */
    default boolean knowsWords(RecognitionRequest request) {
        return false;
    }

    /** Whether the segments have their tokens with probabilities, whichever model answers this request. */
    default boolean knowsTokens(RecognitionRequest request) {
        return false;
    }
}
