package dev.escriba.speech.scheduling;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Start-time fair queueing: the share with the least work time is next, however much each share asks for. A new share
 * starts at the virtual time and is next, but only at every other turn. So the shares that wait already go on, however
 * many new ones join. Not safe for use by many threads.
 */
final class StartTimeFairQueue<S extends WorkShare> {

    /** In the order of their last turn. */
    private final Set<S> waiting = new LinkedHashSet<>();

    /** The work time of the share that had the last turn. No share that has always waited is far below it. */
    private long virtualTime;

    private boolean lastWasNew;

    /** Adds a share that has work again. */
    void join(S share) {
        share.raiseTo(virtualTime);
        waiting.add(share);
    }

    /** Removes a share that has no more work. */
    void leave(S share) {
        waiting.remove(share);
    }

    /** About the least work time of the waiting shares. */
    long virtualTime() {
        return virtualTime;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    Collection<S> waiting() {
        return waiting;
    }

    /** Returns the share whose turn it is. The share stays in the queue. */
    S next(long now) {
        S next = null;
        for (S share : waiting) {
            if (next == null || isBefore(share, next, now)) {
                next = share;
            }
        }
        if (next == null) {
            throw new IllegalStateException("no share waits");
        }
        lastWasNew = next.isNew();
        virtualTime = Math.max(virtualTime, next.workTime(now));
        waiting.remove(next);
        waiting.add(next);
        return next;
    }

    private boolean isBefore(S one, S other, long now) {
        if (one.isNew() != other.isNew()) {
            return one.isNew() != lastWasNew;
        }
        // of several new shares the first that joined is next, whatever their work time
        return !one.isNew() && one.workTime(now) < other.workTime(now);
    }
}
