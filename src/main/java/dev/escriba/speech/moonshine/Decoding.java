package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;

/** One stretch of audio, encoded, whose text comes out token by token. Used by one thread. */
interface Decoding extends AutoCloseable {

    /** Feeds one token back, {@link Tokenizer#START} first, and finds the most probable next one. */
    void feed(int token) throws OrtException;

    /** The most probable token after those fed. */
    int best();

    /** Natural logarithm of its probability. */
    double bestLogProbability();

    /** Positions that the encoder made of the audio. */
    int audioTokens();

    @Override
    void close();
}
