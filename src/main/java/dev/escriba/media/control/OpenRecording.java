package dev.escriba.media.control;

import dev.escriba.media.entity.Recording;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A recording that was probed. Its decoder may run already, because the probe started it. The first who decodes takes
 * this decoder. A decoder that no reader takes ends when the recording is closed.
 */
public final class OpenRecording implements AutoCloseable {

    private final Recording recording;
    private final AtomicReference<FencedProcess> decoder;

    OpenRecording(Recording recording, FencedProcess decoder) {
        this.recording = recording;
        this.decoder = new AtomicReference<>(decoder);
    }

    /** A recording without a decoder that runs. */
    public static OpenRecording of(Recording recording) {
        return new OpenRecording(recording, null);
    }

    public Recording recording() {
        return recording;
    }

    /** The decoder that runs already, for the one who asks first and closes it; empty for all others. */
    Optional<FencedProcess> takeDecoder() {
        return Optional.ofNullable(decoder.getAndSet(null));
    }

    /** Ends the decoder if no reader has taken it. The upload stays. */
    @Override
    public void close() {
        takeDecoder().ifPresent(FencedProcess::close);
    }
}
