package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.Architecture;
import dev.escriba.speech.moonshine.graph.WeightFormat;
import java.util.List;

/** A loaded encoder and decoder. Safe for use by many threads. */
interface Decoder extends AutoCloseable {

    /** The maximum number of slots of a {@link DecodingSession}. */
    int SLOTS = WeightFormat.SLOTS;

    /** The best number of utterances to decode as a batch. */
    int slots();

    /** The layers and heads of the decoder. */
    Architecture architecture();

    /** Whether sessions can tell the attention of heads. */
    boolean tellsAttention();

    /**
     * Opens a decoding session.
     *
     * @param slots the minimum number of slots, at most {@link #SLOTS}
     * @param heads whose attention the session tells; none unless {@link #tellsAttention()}
     */
    DecodingSession open(int slots, List<AlignmentHead> heads) throws OrtException;

    /** Opens a decoding session that tells no attention. */
    default DecodingSession open(int slots) throws OrtException {
        return open(slots, List.of());
    }

    @Override
    void close() throws OrtException;
}
