package dev.escriba.transcription.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.telemetry.control.Meters;
import dev.escriba.web.control.OpenRequests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The runs of this process. A stop of the application has these steps: no new run is admitted; the current runs and
 * requests get {@code escriba.transcription.stop-patience} to finish; the remaining runs are cancelled; the stop waits
 * until each of them is stored as ended and answered. Some servers remove the classes of the application before they
 * tell it of their stop. The main class of the uber-jar therefore calls {@link #stop()} before the server stops. On
 * other such servers, drain a node before you stop it.
 */
@ApplicationScoped
public class WorkInProgress {

    /** The maximum wait for cancelled runs to be stored as ended. */
    private static final Duration MAX_STOP_TIME = Duration.ofSeconds(20);

    /** The maximum wait for requests to be answered after the last run has ended. */
    private static final Duration MAX_ANSWER_TIME = Duration.ofSeconds(2);

    /** The time that the server needs to write the last answers. */
    private static final Duration ANSWERING = Duration.ofMillis(500);

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    Duration stopTimeout = Duration.ZERO;

    @Inject
    Meters meters = new Meters();

    @Inject
    OpenRequests requests = new OpenRequests();

    /**
     * Not the monitor of this object: the container's proxy of a synchronized method would keep other callers out as
     * they wait.
     */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition change = lock.newCondition();

    private final Set<Thread> cancellable = new HashSet<>();
    private int runs;
    private boolean stopping;
    private boolean draining;
    private boolean cancelled;

    @Inject
    void configure(TranscriptionSettings settings) {
        stopTimeout = settings.stopPatience();
    }

    /** Work that ends early when its thread is interrupted. */
    public interface Cancellable<T> {
        T run() throws InterruptedException;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_runs_in_progress", "Recordings that are worked on, or wait for a place.", this::runs);
    }

    /** The number of current runs. */
    public int runs() {
        return locked(() -> runs);
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a new run. Throws a 503 while the application stops. */
    public void enter() {
        lock.lock();
        try {
            if (stopping) {
                throw Problem.unavailable();
            }
            runs++;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the part of a run that a stop may interrupt too, if the thread works on one. */
    void interrupt(Thread run) {
        lock.lock();
        try {
            if (cancellable.contains(run)) {
                run.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** While a node drains, it claims no queued run. */
    public void drain(boolean asked) {
        lock.lock();
        try {
            draining = asked;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the node may begin a queued run. */
    public boolean isOpenToQueue() {
        return locked(() -> !stopping && !draining);
    }

    /** Whether a stop has begun. */
    public boolean isStopping() {
        return locked(() -> stopping);
    }

    /**
     * Whether a stop has cancelled the runs. Before that, a run that fails during a stop fails for a reason of its own.
     */
    public boolean isCancelled() {
        return locked(() -> cancelled);
    }

    /** Counts the end of a run. */
    public void leave() {
        lock.lock();
        try {
            runs--;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does a part of a run that a stop may interrupt. It must not use the database: an interrupt during an access
     * closes the file of an embedded database for all threads.
     */
    public <T> T cancellably(Cancellable<T> work) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (cancelled) {
                throw new InterruptedException();
            }
            cancellable.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
        try {
            return work.run();
        } finally {
            lock.lock();
            try {
                cancellable.remove(Thread.currentThread());
                // an interrupt that came after the work must not reach the code that follows
                Thread.interrupted();
            } finally {
                lock.unlock();
            }
        }
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) throws InterruptedException {
        stop();
    }

    /** Refuses new runs and ends all current ones. Returns when they are stored and answered. */
    void stop() throws InterruptedException {
        if (end()) {
            // the server writes an answer after its run has ended
            Thread.sleep(ANSWERING.toMillis());
        }
    }

    /** Ends all runs. Returns whether there were any, or other requests. */
    private boolean end() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            stopping = true;
            boolean any = isBusy();
            awaitEnd(stopTimeout, this::isBusy);
            cancelled = true;
            cancellable.forEach(Thread::interrupt);
            awaitEnd(MAX_STOP_TIME, () -> runs > 0);
            awaitEnd(MAX_ANSWER_TIME, this::isBusy);
            return any;
        } finally {
            lock.unlock();
        }
    }

    private boolean isBusy() {
        return runs > 0 || requests.count() > 0;
    }

    /** Checks again from time to time, because no signal tells the end of a request. */
    private void awaitEnd(Duration most, BooleanSupplier busy) throws InterruptedException {
        long left = most.toNanos();
        while (busy.getAsBoolean() && left > 0) {
            long step = Math.min(left, LOOK_AGAIN_NANOS);
            left -= step - change.awaitNanos(step);
        }
    }
}
