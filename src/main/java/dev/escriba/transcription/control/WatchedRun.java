package dev.escriba.transcription.control;

import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.Segment;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Ends a run whose client is gone, when the run reads more audio and before it is charged.
 *
 * @param gone whether the client has closed the connection on which the answer will be written
 * @param listener gets the progress of the run
 */
public record WatchedRun(BooleanSupplier gone, RunListener listener) implements RunListener {

    @Override
    public void begun(UUID instance) {
        listener.begun(instance);
    }

    @Override
    public void check() {
        requireClient();
        listener.check();
    }

    @Override
    public void segment(Segment segment) {
        listener.segment(segment);
    }

    @Override
    public void recognized(Recognition recognition) {
        requireClient();
        listener.recognized(recognition);
    }

    private void requireClient() {
        GoneClient.requireNot(gone);
    }
}
