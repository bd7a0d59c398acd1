package dev.escriba.transcription.control;

import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The runs of this process. When the application stops it admits no more, cancels those that recognise, and waits until each is stored as ended. */
@ApplicationScoped
class WorkInProgress {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private static final Duration ANSWERING = Duration.ofMillis(500);

    private final Set<Thread> cancellable = new HashSet<>();
    private int runs;
    private boolean stopping;

    /** Work that an interrupt ends. */
    interface Cancellable<T> {
        T run() throws InterruptedException;
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
            if (stopping) {
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
        if (cancelAll()) {
            // the last answers are written after their runs have ended
            Thread.sleep(ANSWERING.toMillis());
        }
    }

    /** Whether there were any. */
    private synchronized boolean cancelAll() throws InterruptedException {
        stopping = true;
        cancellable.forEach(Thread::interrupt);
        boolean any = runs > 0;
        long end = System.nanoTime() + LONGEST_STOP.toNanos();
        while (runs > 0 && System.nanoTime() < end) {
            wait(100);
        }
        return any;
    }
}
