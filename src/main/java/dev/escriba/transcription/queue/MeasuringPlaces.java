package dev.escriba.transcription.queue;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The places in which recordings are measured before they wait. An account has one of them at a time, so that it leaves
 * the others to other accounts. A few more recordings of it wait for that place, and the rest is refused.
 */
final class MeasuringPlaces {

    /** Each measurement takes a core for as long as its decoder runs. */
    private static final int AT_A_TIME = 2;

    /** The recordings of an account that are measured, or wait for that. */
    static final int OF_AN_ACCOUNT = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Semaphore places = new Semaphore(AT_A_TIME, true);

    /** Private, so that no other code can hold it. */
    private final Object lock = new Object();

    private final Map<String, Line> lines = new HashMap<>();

    /** The recordings of one account. */
    private static final class Line {
        private final Semaphore turn = new Semaphore(1, true);
        private int length;
    }

    /**
     * Takes a place.
     *
     * @return to be run once at the end of the measurement
     * @throws Problem 429 where the account has too many recordings here, 503 where no place gets free in time
     */
    Runnable enter(String account, Duration maxWait) throws InterruptedException {
        long end = System.nanoTime() + maxWait.toNanos();
        Line line = join(account);
        boolean hasTurn = false;
        boolean hasPlace = false;
        try {
            hasTurn = line.turn.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
            hasPlace = hasTurn && places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!hasPlace) {
                throw Problem.busy(maxWait);
            }
        } finally {
            if (!hasPlace) {
                leave(account, line, hasTurn);
            }
        }
        return () -> {
            places.release();
            leave(account, line, true);
        };
    }

    private Line join(String account) {
        synchronized (lock) {
            Line line = lines.computeIfAbsent(account, first -> new Line());
            if (line.length >= OF_AN_ACCOUNT) {
                throw new Problem(
                        429,
                        Message.of("instance.account-measures", OF_AN_ACCOUNT),
                        Map.of(),
                        Optional.of(RETRY_AFTER));
            }
            line.length++;
            return line;
        }
    }

    private void leave(String account, Line line, boolean hasTurn) {
        if (hasTurn) {
            line.turn.release();
        }
        synchronized (lock) {
            line.length--;
            if (line.length == 0) {
                lines.remove(account);
            }
        }
    }
}
