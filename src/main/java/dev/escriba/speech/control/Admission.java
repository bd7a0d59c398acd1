package dev.escriba.speech.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;

/** Decides when a run may begin. Each engine names the admission of its runs. */
public interface Admission {

    /**
     * A place for one run, from before its recording is opened. The run returns it by closing it; closing
     * it again changes nothing.
     */
    interface Place extends AutoCloseable {

        /**
         * Tells how much audio the recording has at least. Where that makes the run a long one, and the places for long
         * ones are taken, it gives its place back and waits for another.
         *
         * @throws Problem 503 with a time to retry after, at once, when too many runs wait already; the run has no
         *     place then
         */
        void reached(Duration audio) throws InterruptedException;

        /**
         * As {@link #reached}, but does not wait and refuses nothing.
         *
         * @return whether the run has its place. Otherwise nothing has changed, and the run calls {@link #reached}
         *     without holding what others may need, such as a decoder
         */
        boolean reachedAtOnce(Duration audio);

        @Override
        void close();
    }

    /** The place of a run that this node has claimed from the queue: its claim is its place. */
    Place CLAIMED = new Place() {
        @Override
        public void reached(Duration audio) {}

        @Override
        public boolean reachedAtOnce(Duration audio) {
            return true;
        }

        @Override
        public void close() {}
    };

    /**
     * Waits for a place.
     *
     * @param accountId the account of the run
     * @param known the length of the recording as far as it is known: zero before it is opened
     * @throws Problem 503 with a time to retry after, at once, when too many runs wait already
     */
    Place enter(String accountId, Duration known) throws InterruptedException;
}
