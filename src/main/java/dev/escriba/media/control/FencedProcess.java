package dev.escriba.media.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A running child process. One thread reads its output. It is killed when it exceeds its {@link ProcessTimeouts}, and
 * when any thread closes it.
 */
final class FencedProcess implements AutoCloseable {

    private static final long CHECK_MILLIS = 100;
    private static final long REAP_SECONDS = 10;

    private final Process process;
    private final InputStream output;
    private final ProcessTimeouts timeouts;
    private final Future<?> watch;
    private final long startedAt = System.nanoTime();

    private boolean waiting;
    private long waitingSince;
    private long waited;
    private boolean overdue;
    private boolean closed;

    FencedProcess(Process process, ProcessTimeouts timeouts, ScheduledExecutorService watchdog) {
        this.process = process;
        this.output = process.getInputStream();
        this.timeouts = timeouts;
        this.watch =
                watchdog.scheduleWithFixedDelay(this::killOverdue, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** As {@link InputStream#read(byte[], int, int)}. The output ends early when the process is killed. */
    int read(byte[] target, int offset, int length) {
        beginWait();
        try {
            return output.read(target, offset, length);
        } catch (IOException e) {
            if (isClosed()) {
                throw new IllegalStateException("closed while being read", e);
            }
            throw new UncheckedIOException(e);
        } finally {
            endWait();
        }
    }

    /**
     * Waits for the end of a process whose output has ended. Returns 128 and the signal's number when a signal ended
     * it.
     */
    int exitCode() {
        beginWait();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    // the watchdog kills a process that has closed its output and does not end
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            endWait();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the process was killed because it took too long. */
    synchronized boolean isOverdue() {
        return overdue;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Kills the process if it still runs, and returns when it has ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        watch.cancel(false);
        kill();
        boolean interrupted = reap();
        try {
            output.close();
        } catch (IOException nothingLeftToRead) {
            // the process and its pipe have ended
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean reap() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(REAP_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private synchronized void killOverdue() {
        long now = System.nanoTime();
        long thisWait = waiting ? now - waitingSince : 0;
        if (exceeds(thisWait, timeouts.oneWait())
                || exceeds(waited + thisWait, timeouts.allWaits())
                || exceeds(now - startedAt, timeouts.lifetime())) {
            overdue = true;
            watch.cancel(false);
            kill();
        }
    }

    private static boolean exceeds(long nanos, Duration limit) {
        return nanos > limit.toNanos();
    }

    /** Uses process handles, which leave the pipe open for its reader. */
    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    private synchronized void beginWait() {
        waiting = true;
        waitingSince = System.nanoTime();
    }

    private synchronized void endWait() {
        waiting = false;
        waited += System.nanoTime() - waitingSince;
    }
}
