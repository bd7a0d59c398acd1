package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;

/** Stretches of audio, each on a seat of its own, whose texts come out token by token and side by side. Used by one thread. */
interface Decoding extends AutoCloseable {

    /** What an empty seat is fed. */
    int NOTHING = -1;

    /** How many there are; maybe more than were asked for. */
    int seats();

    /** Encodes mono samples at 16 kHz for an empty seat. */
    void take(int seat, float[] samples) throws OrtException;

    /** Feeds every seat one token, {@link Tokenizer#START} first, and finds the most probable next ones. */
    void feed(int... tokens) throws OrtException;

    /** The most probable token after those fed. */
    int best(int seat);

    /** Natural logarithm of its probability. */
    double bestLogProbability(int seat);

    /** Positions that the encoder made of the audio. */
    int audioTokens(int seat);

    /** How the model rates any token after those fed: differences of it are those of log-probabilities. */
    float rating(int seat, int token);

    /** Has an empty seat go on from where a taken one stands, as another reading of the same audio. */
    void branch(int from, int to) throws OrtException;

    /** Empties a seat. */
    void leave(int seat);

    @Override
    void close();
}
