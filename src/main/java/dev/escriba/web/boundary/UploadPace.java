package dev.escriba.web.boundary;

/** Tells a client that sends slower than any that is of use, and holds a thread meanwhile. Only the time counts in which the server waited for it. */
final class UploadPace {

    private final long graceNanos;
    private final long bytesPerSecond;
    private long waited;
    private long received;

    /** @param bytesPerSecond that it has to send on average, once the time of grace is over */
    UploadPace(long graceNanos, long bytesPerSecond) {
        this.graceNanos = graceNanos;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Notes what a read brought, and how long it waited for that; false where the client is too slow. */
    boolean allow(long bytes, long nanos) {
        received += bytes;
        waited += nanos;
        return waited - graceNanos <= received * 1e9 / bytesPerSecond;
    }
}
