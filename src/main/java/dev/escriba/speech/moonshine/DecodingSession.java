package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;

/** Decodes utterances side by side, token by token. Each utterance has a slot. Used by one thread. */
interface DecodingSession extends AutoCloseable {

    /** The input token of an empty slot. */
    int NO_TOKEN = -1;

    /** The number of slots; it may be higher than the caller asked for. */
    int slots();

    /**
     * Encodes an utterance for an empty slot.
     *
     * @param samples mono, 16 kHz
     */
    void encode(int slot, float[] samples) throws OrtException;

    /**
     * Feeds one token to every slot and computes the most probable next tokens. The first token of an utterance is
     * {@link Tokenizer#START}.
     */
    void step(int... tokens) throws OrtException;

    /** The most probable next token of a slot. */
    int best(int slot);

    /** The natural logarithm of that token's probability. */
    double bestLogProbability(int slot);

    /**
     * The attention to the audio with which a slot's last step chose its token. For each head that the session was
     * opened for, it has a weight for each position of the encoder's output.
     */
    float[][] attention(int slot);

    /** The positions of the encoder's output for the slot's utterance. */
    int audioTokens(int slot);

    /** The logit of a next token. Differences of logits are differences of log-probabilities. */
    float logit(int slot, int token);

    /** Copies the state of a slot to an empty one, which continues as another hypothesis for the same audio. */
    void fork(int from, int to) throws OrtException;

    /** Empties a slot. */
    void release(int slot);

    @Override
    void close();
}
