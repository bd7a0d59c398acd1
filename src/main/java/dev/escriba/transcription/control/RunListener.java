package dev.escriba.transcription.control;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import java.util.UUID;
import java.util.function.Consumer;

/** Follows a run: is told its instance, then each segment as soon as it is final. */
@FunctionalInterface
public interface RunListener extends SegmentListener {

    /**
     * The run is stored as this instance, or its result is that of this earlier instance. It is told on the thread of
     * the run, before the run is worked on. It must not throw.
     */
    default void stored(UUID instance) {}

    /** Is told the instance and ignores the segments. */
    static RunListener ofInstance(Consumer<UUID> told) {
        return new RunListener() {
            @Override
            public void stored(UUID instance) {
                told.accept(instance);
            }

            @Override
            public void segment(Segment segment) {
                // ignored
            }
        };
    }
}
