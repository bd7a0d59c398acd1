package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.WeightFormat;

/** A loaded encoder and decoder. Shared by threads. */
interface Decoder extends AutoCloseable {

    /** The most seats of a decoding. */
    int SEATS = WeightFormat.SEATS;

    /** How many stretches of audio are best decoded together. */
    int seats();

    /** Begins to decode, with at least so many seats; {@link #SEATS} at most. */
    Decoding open(int seats) throws OrtException;

    @Override
    void close() throws OrtException;
}
