package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;

/** A loaded encoder and decoder. Shared by threads. */
interface Decoder extends AutoCloseable {

    /** Encodes mono samples at 16 kHz. */
    Decoding start(float[] samples) throws OrtException;

    @Override
    void close() throws OrtException;
}
