package dev.escriba.problem.control;

import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The problem of a request whose data cannot be written: the disk is full or read-only, or the directory is gone. */
public final class DiskFailures {

    private static final Logger LOG = Logger.getLogger(DiskFailures.class.getName());
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    /** No warning before this nanosecond. */
    private static final AtomicLong NEXT_WARNING = new AtomicLong(System.nanoTime());

    private DiskFailures() {}

    /**
     * 503. Warns once a minute and without a stack trace: every request fails in the same way until an operator acts.
     *
     * @param what what cannot be done, for the log
     */
    public static Problem of(String what, IOException cause) {
        long now = System.nanoTime();
        long due = NEXT_WARNING.get();
        if (now - due >= 0 && NEXT_WARNING.compareAndSet(due, now + BETWEEN_WARNINGS.toNanos())) {
            LOG.log(Level.WARNING, "{0} ({1}). Is the disk full, or is the data directory gone?", new Object[] {
                what, cause.toString()
            });
        }
        Problem problem = Problem.unavailable();
        problem.initCause(cause);
        return problem;
    }
}
