package dev.escriba.web.boundary;

/**
 * Detects a client that sends more slowly than the minimum rate, or for too long, and keeps a thread busy. Only the
 * time that the server waits for the client counts.
 */
final class UploadPace {

    private final long graceNanos;
    private final long bytesPerSecond;
    private final long mostNanos;
    private long waited;
    private long received;

    /**
     * @param graceNanos waiting time during which the rate is not checked
     * @param bytesPerSecond average rate that the client needs after the time of grace
     * @param mostNanos waiting time for the whole body
     */
    UploadPace(long graceNanos, long bytesPerSecond, long mostNanos) {
        this.graceNanos = graceNanos;
        this.bytesPerSecond = bytesPerSecond;
        this.mostNanos = mostNanos;
    }

    /**
     * Adds a read to the average.
     *
     * @param nanos how long the server waited for these bytes
     * @return false if the client is too slow
     */
    boolean allow(long bytes, long nanos) {
        received += bytes;
        waited += nanos;
        return waited <= mostNanos && waited - graceNanos <= received * 1e9 / bytesPerSecond;
    }
}
