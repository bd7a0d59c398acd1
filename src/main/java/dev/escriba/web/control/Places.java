package dev.escriba.web.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A limited number of places, of which each one who asks has a share. A few wait for a place for a moment. */
public final class Places {

    /** Not this object: the container's proxy of a synchronized method would keep other callers out as they wait. */
    private final Object lock = new Object();

    private final Map<String, Integer> bySharer = new HashMap<>();
    private final int most;
    private final int share;
    private final long maxWaitNanos;
    private final int maxWaiting;
    private int taken;
    private int waiting;

    /**
     * @param share places of one who asks
     * @param maxWait how long a few wait for a place
     * @param maxWaiting how many may wait
     */
    Places(int most, int share, Duration maxWait, int maxWaiting) {
        this.most = most;
        this.share = share;
        this.maxWaitNanos = maxWait.toNanos();
        this.maxWaiting = maxWaiting;
    }

    /** A place that is taken until it is left. */
    public final class Place {

        private final String sharer;
        private boolean left;

        private Place(String sharer) {
            this.sharer = sharer;
        }

        /** Leaves the place. A second call does nothing. */
        public void leave() {
            synchronized (lock) {
                if (!left) {
                    left = true;
                    taken--;
                    bySharer.computeIfPresent(sharer, (key, number) -> number > 1 ? number - 1 : null);
                    lock.notifyAll();
                }
            }
        }
    }

    /** Takes a place; empty if all places are taken, or all of this one who asks. */
    Optional<Place> take(String sharer) {
        long until = System.nanoTime() + maxWaitNanos;
        synchronized (lock) {
            while (taken >= most || hasShare(sharer)) {
                long left = until - System.nanoTime();
                if (left <= 0 || waiting >= maxWaiting || !isNotified(left)) {
                    return Optional.empty();
                }
            }
            taken++;
            bySharer.merge(sharer, 1, Integer::sum);
            return Optional.of(new Place(sharer));
        }
    }

    /** Whether this one has all of its share. */
    boolean hasShare(String sharer) {
        synchronized (lock) {
            return bySharer.getOrDefault(sharer, 0) >= share;
        }
    }

    /** How many places are taken. */
    int count() {
        synchronized (lock) {
            return taken;
        }
    }

    private boolean isNotified(long nanos) {
        waiting++;
        try {
            TimeUnit.NANOSECONDS.timedWait(lock, nanos);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
        }
    }
}
