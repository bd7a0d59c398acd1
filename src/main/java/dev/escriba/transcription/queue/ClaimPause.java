package dev.escriba.transcription.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a node whose attempts fail from claiming one run after the other: a full disk, for example, fails each of them.
 * The pause doubles with each failure, and a success ends it.
 */
final class ClaimPause {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

    /** After so many failures the pause is the longest one. */
    private static final int ENOUGH = 5;

    /** Private, so that no other code can hold it. */
    private final Object lock = new Object();

    private int failures;
    private Instant until = Instant.MIN;

    /** The pause after this number of failures, 1 at least. */
    static Duration after(int failures) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, ENOUGH));
        return doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
    }

    /** Runs that fail during a pause were begun before it, and count as one with its cause. */
    void failed(Instant now) {
        synchronized (lock) {
            if (isOverAt(now)) {
                failures++;
                until = now.plus(after(failures));
            }
        }
    }

    void succeeded() {
        synchronized (lock) {
            failures = 0;
            until = Instant.MIN;
        }
    }

    boolean isOver(Instant now) {
        synchronized (lock) {
            return isOverAt(now);
        }
    }

    /** A pause that would last longer than the longest one comes from a clock that was set back. */
    private boolean isOverAt(Instant now) {
        return !now.isBefore(until) || until.isAfter(now.plus(MAX_PAUSE));
    }
}
