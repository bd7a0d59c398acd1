package dev.escriba.web.boundary;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Detects a client that reads an answer too slowly and keeps a thread busy. Only the time in which the server waits for
 * the client counts.
 */
final class ReadingPace {

    /** As long as the writes of a stream of events may take together. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private long waited;
    private long written;

    /** @param bytesPerSecond average rate that the client needs after the time of grace */
    ReadingPace(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
    }

    /** Now, for {@link #add}. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** Adds a write that began at this time. */
    void add(long bytes, long begin) {
        waited += nanoTime.getAsLong() - begin;
        written += bytes;
    }

    boolean isTooSlow() {
        return waited > GRACE.plusSeconds(written / bytesPerSecond).toNanos();
    }
}
