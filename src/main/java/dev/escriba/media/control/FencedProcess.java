package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A running child process. One thread reads its output. It is killed when it exceeds its {@link ProcessTimeouts}, and
 * when any thread closes it.
 */
final class FencedProcess implements AutoCloseable {

    private static final long CHECK_MILLIS = 100;
    private static final long CHECKS_PER_READING = 5;
    private static final long REAP_SECONDS = 10;

    /** The part of a wait's limit after which the wait is a long one. */
    private static final long NOTE_PART = 20;

    private static final Logger LOG = Logger.getLogger(FencedProcess.class.getName());

    private final Process process;
    private final ProcessLimit.Permit permit;
    private final InputStream output;
    private final ProcessMessages messages;
    private volatile ProcessTimeouts timeouts;
    private final Future<?> watch;
    private final long startedAt = System.nanoTime();

    private boolean waiting;
    private long waitingSince;
    private long waited;

    /** The wait of which the processor time at its beginning is known. */
    private long notedWait;

    private Duration usedBefore = Duration.ZERO;
    private Duration audio = Duration.ZERO;
    private long checks;
    private boolean overdue;
    private boolean exhausted;
    private boolean isUnread;
    private boolean closed;

    FencedProcess(
            Process process, ProcessTimeouts timeouts, ScheduledExecutorService watchdog, ProcessLimit.Permit permit) {
        this.process = process;
        this.permit = permit;
        this.output = process.getInputStream();
        this.messages = new ProcessMessages(process.getErrorStream());
        this.timeouts = timeouts;
        this.watch =
                watchdog.scheduleWithFixedDelay(this::killOverdue, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** As {@link InputStream#read(byte[], int, int)}. The output ends early when the process is killed. */
    int read(byte[] target, int offset, int length) {
        return read(output::read, target, offset, length);
    }

    /**
     * As {@link #read}, for the messages of a process that writes them apart from its output. They end early when the
     * process waits for the reader of its output.
     */
    int readMessages(byte[] target, int offset, int length) {
        return read(messages::read, target, offset, length);
    }

    /**
     * From now on, the watchdog throws the messages away. No other thread may read them.
     *
     * @return false when the watchdog has ended the process before, because it waited for the reader of its output
     */
    synchronized boolean ignoreMessages() {
        if (!isUnread) {
            messages.ignore();
        }
        return !isUnread;
    }

    /** As {@link InputStream#read(byte[], int, int)}. */
    private interface Source {
        int read(byte[] target, int offset, int length) throws IOException;
    }

    private int read(Source source, byte[] target, int offset, int length) {
        beginWait();
        try {
            return source.read(target, offset, length);
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

    /** Changes the limits. The time that has passed counts. */
    void limit(ProcessTimeouts changed) {
        timeouts = changed;
    }

    /**
     * Throws when the process was killed because of a limit.
     *
     * @throws Problem 503 when it took too long by the clock; 400 when it used too much processor time
     */
    void requireInTime() {
        if (isOverdue()) {
            throw Problem.unavailable();
        }
        if (isExhausted()) {
            throw Problem.invalid("File", "file.too-slow");
        }
    }

    /** Whether the process was killed because it took too long by the clock, without much processor time. */
    synchronized boolean isOverdue() {
        return overdue;
    }

    /** Whether the process was killed because it used too much processor time. */
    synchronized boolean isExhausted() {
        return exhausted;
    }

    /** Tells how much audio the process has decoded so far. Its processor time is limited in relation to it. */
    synchronized void decoded(Duration soFar) {
        audio = soFar;
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
        permit.close();
        try {
            output.close();
            messages.close();
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
        if (!messages.check(output)) {
            isUnread = true;
            watch.cancel(false);
            kill();
            return;
        }
        // reading the processor time costs more than the rest of a check
        if (checks++ % CHECKS_PER_READING == 0 && processorTime().compareTo(timeouts.processorTime(audio)) > 0) {
            exhausted = true;
            watch.cancel(false);
            kill();
            return;
        }
        long now = System.nanoTime();
        long thisWait = waiting ? now - waitingSince : 0;
        noteProcessorTime(thisWait);
        killAfter(timeouts.oneWait(), thisWait, usedBefore);
        killAfter(timeouts.allWaits(), waited + thisWait, Duration.ZERO);
        killAfter(timeouts.lifetime(), now - startedAt, Duration.ZERO);
    }

    /** Reads it soon after the beginning of a wait, and only of a long one: most waits are short. */
    private void noteProcessorTime(long thisWait) {
        if (thisWait * NOTE_PART > timeouts.oneWait().toNanos() && notedWait != waitingSince) {
            notedWait = waitingSince;
            usedBefore = processorTime();
        }
    }

    /**
     * If the process had a processor for half of the time, the recording is too slow, and not the machine.
     *
     * @param before the processor time that it had used before
     */
    private void killAfter(Duration limit, long nanos, Duration before) {
        if (overdue || exhausted || !exceeds(nanos, limit)) {
            return;
        }
        Duration used = processorTime().minus(before);
        exhausted = exceeds(2 * used.toNanos(), limit);
        overdue = !exhausted;
        if (overdue) {
            LOG.log(
                    Level.WARNING,
                    "An ffmpeg process was ended after {0} ms with {1} ms of processor time: the machine is overloaded,"
                            + " or stood still",
                    new Object[] {nanos / 1_000_000, used.toMillis()});
        }
        watch.cancel(false);
        kill();
    }

    /** Zero where the system does not tell it. */
    private Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static boolean exceeds(long nanos, Duration limit) {
        return nanos > limit.toNanos();
    }

    /**
     * Uses process handles, which leave the pipe open for its reader. A process that has ended has no descendants any
     * more that the system would name, and looking for them reads the whole of {@code /proc}.
     */
    private void kill() {
        if (!process.isAlive()) {
            return;
        }
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
