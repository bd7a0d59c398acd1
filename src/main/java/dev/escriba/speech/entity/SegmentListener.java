package dev.escriba.speech.entity;

/** Is told each segment of a transcript as soon as it is final, in the order of the transcript. */
@FunctionalInterface
public interface SegmentListener {

    /** Ignores the segments. */
    SegmentListener NONE = segment -> {};

    /**
     * Takes a segment. The engine waits for the return.
     *
     * @throws RuntimeException ends the recognition
     */
    void segment(Segment segment);
}
