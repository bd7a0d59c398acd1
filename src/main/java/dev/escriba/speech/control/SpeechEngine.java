package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenLimit;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Turns audio into text. Safe for use by many threads at once. A CDI bean of it is registered by itself. */
public interface SpeechEngine {

    /** The name that catalogue entries refer to it by. */
    String name();

    /** ISO 639-1 codes of what it recognises. */
    Set<String> languages();

    /** Whether this installation has what it needs. An engine that is not installed is not registered. Asked once, at the start. */
    default boolean isInstalled() {
        return true;
    }

    /** Whether it can recognise now. While it cannot, runs of its own models are refused, and those of other engines go on. */
    default Readiness readiness() {
        return Readiness.up();
    }

    /** How its start ends: with an engine that can recognise, or with what keeps it from that. */
    default CompletionStage<Readiness> started() {
        return CompletableFuture.completedStage(readiness());
    }

    /**
     * What admits its runs. An engine that computes on this machine takes places of its processors; an engine that does not answers with an admission of
     * its own.
     */
    default Admission admission(AdmissionQueue ofTheProcessors) {
        return ofTheProcessors;
    }

    /**
     * The most tokens that {@link #recognize} can count for a recording of this length, whatever is said in it. Never less with a longer one.
     *
     * @param audio of the decoded audio
     */
    TokenLimit most(Duration audio, RecognitionRequest request);

    /**
     * Recognises a recording, reading it to its end in bounded memory. Silence and noise give an empty text.
     *
     * @throws InterruptedException when the run is cancelled
     * @throws dev.escriba.problem.entity.Problem where the audio cannot be decoded, or the engine fails as a caller should know
     */
    Recognition recognize(PcmStream audio, RecognitionRequest request) throws InterruptedException;
}
