package dev.escriba.speech.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A loaded model of one language. It transcribes utterances of at most some 30 s. Safe for use by many threads at once.
 */
public interface SpeechModel extends AutoCloseable {

    /** ISO 639-1. */
    String language();

    /**
     * Transcribes an utterance on the calling thread.
     *
     * @param samples mono, 16 kHz, at most some 30 s
     * @throws InterruptedException when the thread is interrupted, at most one token later
     */
    Hypothesis transcribe(float[] samples) throws InterruptedException;

    /**
     * Transcribes an utterance that may be in another language.
     *
     * @return empty when the model stopped early; a model without early stopping always returns a hypothesis
     */
    default Optional<Hypothesis> transcribe(float[] samples, EarlyStopping earlyStopping) throws InterruptedException {
        return Optional.of(transcribe(samples));
    }

    /**
     * Transcribes several utterances on the calling thread, in their order. A model that decodes them as a batch needs
     * much less time than for one after the other. Batches of four to eight utterances of similar length are best.
     */
    default List<Hypothesis> transcribe(List<float[]> utterances) throws InterruptedException {
        List<Hypothesis> hypotheses = new ArrayList<>();
        for (float[] samples : utterances) {
            hypotheses.add(transcribe(samples));
        }
        return hypotheses;
    }

    /**
     * This model with a bias towards the terminology of a prompt and towards keywords. Returns this model itself when
     * it cannot do that, or when there are no terms. The caller does not close the result.
     *
     * @param keywords terms as they are written, whether common or rare
     */
    default SpeechModel withHotwords(String prompt, List<String> keywords) {
        return this;
    }

    /** Whether the model can tell the times of words. */
    default boolean knowsWords() {
        return false;
    }

    /**
     * This model, whose hypotheses have their words with times. The texts are the same. Returns this model itself when
     * it does not know words. The caller does not close the result.
     */
    default SpeechModel withWords() {
        return this;
    }

    /** The digital silence after an utterance that improves the model's text, in samples at 16 kHz. */
    default int trailingSilence() {
        return 0;
    }

    /** The maximum numbers of tokens that the model can count. */
    TokenLimits tokenLimits();

    /** The number of tokens of a text in this model's vocabulary. */
    int countTokens(String text);

    @Override
    void close();
}
