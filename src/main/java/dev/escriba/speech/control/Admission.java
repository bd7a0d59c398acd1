package dev.escriba.speech.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;

/** Decides when a run may begin. Each engine names the one that its runs go through. */
public interface Admission {

    /** A place inside, given back by closing it. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a place.
     *
     * @param claimed how long the recording is said to be
     * @throws Problem 503 with a time to come back, at once, when too many wait already
     */
    Place enter(String accountId, Duration claimed) throws InterruptedException;

    /** Throws what {@link #enter} would throw at this moment. */
    void requirePlace(String accountId, Duration claimed);
}
