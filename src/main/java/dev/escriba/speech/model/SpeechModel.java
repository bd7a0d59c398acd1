package dev.escriba.speech.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A loaded model of one language that writes down what is said in a short stretch of audio. Safe for use by many threads at once. */
public interface SpeechModel extends AutoCloseable {

    /** ISO 639-1. */
    String language();

    /** Recognises mono samples at 16 kHz, at most some 30 s of them, on the calling thread. Stops early, at most a token later, when the thread is interrupted. */
    Hypothesis transcribe(float[] samples) throws InterruptedException;

    /** Recognises one such stretch as long as patience lasts: a model that can, stops once it is out of it, and answers nothing then. */
    default Optional<Hypothesis> transcribe(float[] samples, EarlyStopping patience) throws InterruptedException {
        return Optional.of(transcribe(samples));
    }

    /**
     * Recognises several such stretches, in their order, on the calling thread. Models that can, do so together, at a good deal less than the cost of one
     * after the other; four to eight of similar length are best.
     */
    default List<Hypothesis> transcribe(List<float[]> stretches) throws InterruptedException {
        List<Hypothesis> heard = new ArrayList<>();
        for (float[] samples : stretches) {
            heard.add(transcribe(samples));
        }
        return heard;
    }

    /**
     * This very model, which writes a prompt's terminology rather than what sounds like it. The same where it does not know how, or where there
     * is none. Not to be closed.
     */
    default SpeechModel withHotwords(String prompt) {
        return this;
    }

    /** How many tokens it can count at the very most. */
    TokenLimits tokenLimits();

    /** How many tokens the text has in this model's vocabulary. */
    int countTokens(String text);

    @Override
    void close();
}
