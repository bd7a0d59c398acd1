package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenBound;
import java.time.Duration;
import java.util.Set;

/** Turns audio into text. Safe for use by many threads at once. */
public interface SpeechEngine {

    /** The name that catalogue entries refer to it by. */
    String name();

    /** ISO 639-1 codes of what it recognises. */
    Set<String> languages();

    /**
     * The most tokens that {@link #recognize} can count for a recording of this length, whatever is said in it. Never less with a longer one.
     *
     * @param audio of the decoded audio
     */
    TokenBound most(Duration audio, RecognitionRequest request);

    /**
     * Recognises a recording, reading it to its end in bounded memory. Silence and noise give an empty text.
     *
     * @throws InterruptedException when the run is cancelled
     * @throws dev.escriba.problem.entity.Problem where the audio cannot be decoded, or the engine fails as a caller should know
     */
    Recognition recognize(PcmStream audio, RecognitionRequest request) throws InterruptedException;
}
