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
import java.util.function.BooleanSupplier;

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

    Duration patience = Duration.ZERO;

    @Inject
    Meters meters = new Meters();

    @Inject
    OpenRequests requests = new OpenRequests();

    private final Set<Thread> cancellable = new HashSet<>();
    private int runs;
    private boolean stopping;
    private boolean cancelled;

    @Inject
    void configure(TranscriptionSettings settings) {
        patience = settings.stopPatience();
    }

    /** Work that ends early when its thread is interrupted. */
    interface Cancellable<T> {
        T run() throws InterruptedException;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_runs_in_progress", "Recordings that are worked on, or wait for a place.", this::runs);
    }

    /** The number of current runs. */
    public synchronized int runs() {
        return runs;
    }

    /** Counts a new run. Throws a 503 where the application stops. */
    synchronized void enter() {
        if (stopping) {
            throw Problem.unavailable();
        }
        runs++;
    }

    /** Whether a stop has begun. */
    public synchronized boolean isStopping() {
        return stopping;
    }

    /**
     * Whether a stop has cancelled the runs. Before that, a run that fails during a stop fails for a reason of its own.
     */
    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Counts the end of a run. */
    synchronized void leave() {
        runs--;
        notifyAll();
    }

    /**
     * Does a part of a run that a stop may interrupt. It must not use the database: an interrupt during an access
     * closes the file of an embedded database for all threads.
     */
    <T> T cancellably(Cancellable<T> work) throws InterruptedException {
        synchronized (this) {
            if (cancelled) {
                throw new InterruptedException();
            }
            cancellable.add(Thread.currentThread());
        }
        try {
            return work.run();
        } finally {
            synchronized (this) {
                cancellable.remove(Thread.currentThread());
                // an interrupt that came after the work must not reach the code that follows
                Thread.interrupted();
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
    private synchronized boolean end() throws InterruptedException {
        stopping = true;
        boolean any = isBusy();
        awaitEnd(patience, this::isBusy);
        cancelled = true;
        cancellable.forEach(Thread::interrupt);
        awaitEnd(MAX_STOP_TIME, () -> runs > 0);
        awaitEnd(MAX_ANSWER_TIME, this::isBusy);
        return any;
    }

    private boolean isBusy() {
        return runs > 0 || requests.count() > 0;
    }

    private synchronized void awaitEnd(Duration most, BooleanSupplier busy) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (busy.getAsBoolean() && System.nanoTime() < end) {
            wait(100);
        }
    }
}
