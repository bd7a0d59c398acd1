package dev.escriba.transcription.control;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import java.util.UUID;
import java.util.function.Consumer;

/** Is told what becomes of a run. */
public interface RunListener extends SegmentListener {

    /**
     * The run is stored as RUNNING, or the result of an earlier run with the same idempotency key is returned. A
     * request that is refused before that has no instance.
     */
    void begun(UUID instance);

    /** Tells the instance and nothing else. */
    static RunListener ofInstance(Consumer<UUID> instance) {
        return of(instance, SegmentListener.NONE);
    }

    /** Tells the instance to one listener and the segments to another one. */
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
