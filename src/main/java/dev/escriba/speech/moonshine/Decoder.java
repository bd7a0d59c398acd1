package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;

/** A loaded encoder and decoder. Shared by threads. */
interface Decoder extends AutoCloseable {

    /** How many stretches of audio may be decoded together. */
    int seats();

    /** Begins to decode, with at most {@link #seats()} seats. */
    Decoding open(int seats) throws OrtException;

    @Override
    void close() throws OrtException;
}
