package dev.escriba.speech.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;

/** Decides when a run may begin. Each engine names the admission of its runs. */
public interface Admission {

    /** A place for one run. The run returns it by closing it. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a place.
     *
     * @param accountId the account of the run
     * @param claimed the length of the recording, as its header claims
     * @throws Problem 503 with a time to retry after, at once, when too many runs wait already
     */
    Place enter(String accountId, Duration claimed) throws InterruptedException;

    /** Throws what {@link #enter} would throw now. */
    void requirePlace(String accountId, Duration claimed);
}
