package dev.escriba.speech.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** The door before recognition: some runs at a time, some more waiting in line, and the rest told at once to come back later. */
public final class Admission {

    /** How much a finished run moves the average length of a run. */
    private static final double WEIGHT = 0.2;

    private final int concurrentRuns;
    private final int waitingLine;
    private final Semaphore places;
    private final AtomicInteger inside = new AtomicInteger();
    private double averageSeconds = 5;

    public Admission(int concurrentRuns, int waitingLine) {
        this.concurrentRuns = concurrentRuns;
        this.waitingLine = waitingLine;
        places = new Semaphore(concurrentRuns, true);
    }

    /** A place inside, given back by closing it. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits in line for a place.
     *
     * @throws Problem 503 with a time to come back, at once, when the line is full
     */
    public Place enter() throws InterruptedException {
        int ahead = inside.getAndIncrement();
        if (ahead >= concurrentRuns + waitingLine) {
            inside.decrementAndGet();
            throw Problem.busy(retryAfter());
        }
        try {
            places.acquire();
        } catch (InterruptedException e) {
            inside.decrementAndGet();
            throw e;
        }
        long entered = System.nanoTime();
        return () -> {
            places.release();
            inside.decrementAndGet();
            ran((System.nanoTime() - entered) / 1e9);
        };
    }

    /** Throws what {@link #enter} would throw at this moment. */
    public void requirePlace() {
        if (inside.get() >= concurrentRuns + waitingLine) {
            throw Problem.busy(retryAfter());
        }
    }

    private synchronized void ran(double seconds) {
        averageSeconds += WEIGHT * (seconds - averageSeconds);
    }

    /** When a place in line should be free: as long as the runs inside take on average until one of them leaves. Whole seconds, at least one. */
    synchronized Duration retryAfter() {
        return Duration.ofSeconds(Math.max(1, Math.round(Math.ceil(averageSeconds / concurrentRuns))));
    }

    /** How many wait in line now. */
    public int waiting() {
        return Math.max(0, inside.get() - concurrentRuns);
    }
}
