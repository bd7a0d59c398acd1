package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;

/** Stretches of audio, each on a slot of its own, whose texts come out token by token and side by side. Used by one thread. */
interface DecodingSession extends AutoCloseable {

    /** What an empty slot is fed. */
    int NOTHING = -1;

    /** How many there are; maybe more than were asked for. */
    int slots();

    /** Encodes mono samples at 16 kHz for an empty slot. */
    void encode(int slot, float[] samples) throws OrtException;

    /** Feeds every slot one token, {@link Tokenizer#START} first, and finds the most probable next ones. */
    void step(int... tokens) throws OrtException;

    /** The most probable token after those fed. */
    int best(int slot);

    /** Natural logarithm of its probability. */
    double bestLogProbability(int slot);

    /** Positions that the encoder made of the audio. */
    int audioTokens(int slot);

    /** How the model rates any token after those fed: differences of it are those of log-probabilities. */
    float rating(int slot, int token);

    /** Has an empty slot go on from where a taken one stands, as another reading of the same audio. */
    void fork(int from, int to) throws OrtException;

    /** Empties a slot. */
    void release(int slot);

    @Override
    void close();
}
