package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.WeightFormat;

/** A loaded encoder and decoder. Shared by threads. */
interface Decoder extends AutoCloseable {

    /** The most slots of a decoding. */
    int SLOTS = WeightFormat.SLOTS;

    /** How many stretches of audio are best decoded together. */
    int slots();

    /** Begins to decode, with at least so many slots; {@link #SLOTS} at most. */
    DecodingSession open(int slots) throws OrtException;

    @Override
    void close() throws OrtException;
}
