package dev.escriba.files.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends a file to a client. The client has a limited time to read it. Only the time in which the server waits for the
 * client counts. The application server limits the time of a single write.
 */
final class Download {

    private static final Logger LOG = Logger.getLogger(Download.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Bytes of a write: few, so that the service notices a slow client soon. */
    private static final int CHUNK = 1 << 13;

    private final long maxWaitNanos;
    private final LongSupplier nanoTime;

    Download(long bytes, long bytesPerSecond) {
        this(bytes, bytesPerSecond, System::nanoTime);
    }

    /**
     * A download, before its first byte.
     *
     * @param bytesPerSecond average rate at which the client reads, apart from a time of grace
     */
    Download(long bytes, long bytesPerSecond, LongSupplier nanoTime) {
        this.maxWaitNanos = GRACE.plusSeconds(bytes / bytesPerSecond).toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Sends the content. It ends early, without an exception, when the client is too slow: an answer that has begun
     * cannot become an error. The client sees that the answer is shorter than its length.
     */
    void send(InputStream content, OutputStream output) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long waited = 0;
        for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
            if (waited > maxWaitNanos) {
                LOG.log(Level.INFO, "A download ends early: its client reads too slowly");
                return;
            }
            long start = nanoTime.getAsLong();
            output.write(chunk, 0, n);
            waited += nanoTime.getAsLong() - start;
        }
    }
}
