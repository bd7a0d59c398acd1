package dev.escriba.transcription.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.telemetry.control.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The runs of this process. When the application stops it admits no more, gives those that run {@code escriba.transcription.stop-patience} to come
 * to their end, cancels those that still recognise, and waits until each is stored as ended. A server that takes the application's classes away
 * first leaves them no such time: there, a node is to be drained before it is stopped.
 */
@ApplicationScoped
public class WorkInProgress {

    private static final Duration MAX_STOP_TIME = Duration.ofSeconds(20);

    private static final Duration ANSWERING = Duration.ofMillis(500);

    Duration patience = Duration.ZERO;

    @Inject
    Meters meters = new Meters();

    private final Set<Thread> cancellable = new HashSet<>();
    private int runs;
    private boolean stopping;
    private boolean cancelled;

    @Inject
    void configure(TranscriptionSettings settings) {
        patience = settings.stopPatience();
    }

    /** Work that an interrupt ends. */
    interface Cancellable<T> {
        T run() throws InterruptedException;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_runs_in_progress", "Recordings that are worked on, or wait for a place.", this::runs);
    }

    /** How many there are now. */
    public synchronized int runs() {
        return runs;
    }

    /** A run begins; 503 where none should. */
    synchronized void enter() {
        if (stopping) {
            throw Problem.unavailable();
        }
        runs++;
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** Whether a stop has run out of patience. Until then runs go on as ever, and one that fails has a reason of its own. */
    synchronized boolean isCancelled() {
        return cancelled;
    }

    synchronized void leave() {
        runs--;
        notifyAll();
    }

    /**
     * Does the part of a run that may be interrupted. Never what uses the database: an interrupt in there closes the file of an embedded one
     * for everybody.
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
                // one that came too late is meant for nothing that follows
                Thread.interrupted();
            }
        }
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) throws InterruptedException {
        if (end()) {
            // the last answers are written after their runs have ended
            Thread.sleep(ANSWERING.toMillis());
        }
    }

    /** Whether there were any. */
    private synchronized boolean end() throws InterruptedException {
        stopping = true;
        boolean any = runs > 0;
        awaitEnd(patience);
        cancelled = true;
        cancellable.forEach(Thread::interrupt);
        awaitEnd(MAX_STOP_TIME);
        return any;
    }

    private synchronized void awaitEnd(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (runs > 0 && System.nanoTime() < end) {
            wait(100);
        }
    }
}
