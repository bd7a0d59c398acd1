package dev.escriba.media.control;

import java.time.Duration;

/**
 * How long a fenced process may take. A reader that takes its time costs the process nothing: only the time counts that the
 * reader spends waiting for it.
 *
 * @param oneWait without any output while the reader waits for it
 * @param allWaits of the reader for output, summed up; also the processor time that the process may use
 * @param lifetime from start to end, however it is spent
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
