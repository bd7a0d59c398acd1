package dev.escriba.media.control;

import java.time.Duration;

/**
 * The time limits of a fenced process. Only the time counts that the reader waits for the process, so that a slow
 * reader does not use it up.
 *
 * @param oneWait of the reader for the next output
 * @param allWaits of the reader, summed up; also the limit on the process's processor time
 * @param lifetime from start to end, the reader's pauses included
 */
record ProcessTimeouts(Duration oneWait, Duration allWaits, Duration lifetime) {

    ProcessTimeouts {
        positive(oneWait);
        positive(allWaits);
        positive(lifetime);
    }

    private static void positive(Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("must be a positive duration, not " + duration);
        }
    }
}
