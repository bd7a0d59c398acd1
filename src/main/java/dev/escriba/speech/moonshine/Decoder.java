package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.WeightFormat;

/** A loaded encoder and decoder. Safe for use by many threads. */
interface Decoder extends AutoCloseable {

    /** The maximum number of slots of a {@link DecodingSession}. */
    int SLOTS = WeightFormat.SLOTS;

    /** The best number of utterances to decode as a batch. */
    int slots();

    /**
     * Opens a decoding session.
     *
     * @param slots the minimum number of slots, at most {@link #SLOTS}
     */
    DecodingSession open(int slots) throws OrtException;

    @Override
    void close() throws OrtException;
}
