package dev.escriba.transcription.control;

import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import java.util.UUID;
import java.util.function.Consumer;

/** Gets the progress of a run. An exception that it throws before the run is charged ends the run. */
public interface RunListener extends SegmentListener {

    /**
     * The run is stored as RUNNING, or the result of an earlier run with the same idempotency key is returned. A
     * request that is refused before that has no instance.
     */
    void begun(UUID instance);

    /**
     * Is called before each read of audio, possibly on another thread: a run may have no segment for a long time. Audio
     * that is read to measure the recording is read before {@link #begun}.
     */
    default void check() {}

    /** The whole recording is recognised. The run is charged next. */
    default void recognized(Recognition recognition) {}

    /** Tells the instance and nothing else. */
    static RunListener ofInstance(Consumer<UUID> instance) {
        return of(instance, SegmentListener.NONE);
    }

    /** Passes the instance to one listener and the segments to another one. */
    static RunListener of(Consumer<UUID> instance, SegmentListener segments) {
        return new RunListener() {
            @Override
            public void begun(UUID id) {
                instance.accept(id);
            }

            @Override
            public void segment(Segment segment) {
                segments.segment(segment);
            }
        };
    }
}
