package dev.escriba.speech.scheduling;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whose turn it is: start-time fair queueing. It is the turn of the one who has had least, whatever each asks for. Who comes anew
 * starts where the others are and is next, but at every other turn only: however many come, those who are there go on. Not safe for
 * use by many threads.
 */
final class StartTimeFairQueue<S extends WorkShare> {

    /** In the order in which they had their last turn. */
    private final Set<S> waiting = new LinkedHashSet<>();

    /** What the one had had whose turn was the last: nobody who has always waited has had much less. */
    private long level;

    private boolean newOneWasLast;

    /** It has something to be done, after it had nothing. */
    void join(S share) {
        share.atLeast(level);
        waiting.add(share);
    }

    /** It has nothing more to be done. */
    void leave(S share) {
        waiting.remove(share);
    }

    /** What those who wait have had at least, about. */
    long level() {
        return level;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    Collection<S> waiting() {
        return waiting;
    }

    /** Takes the turn of one of those that wait, who goes on waiting. */
    S next(long now) {
        S next = null;
        for (S share : waiting) {
            if (next == null || isBefore(share, next, now)) {
                next = share;
            }
        }
        if (next == null) {
            throw new IllegalStateException("nobody waits");
        }
        newOneWasLast = next.isNew();
        level = Math.max(level, next.had(now));
        waiting.remove(next);
        waiting.add(next);
        return next;
    }

    private boolean isBefore(S one, S other, long now) {
        if (one.isNew() != other.isNew()) {
            return one.isNew() != newOneWasLast;
        }
        // of new ones the first that came, however long those before it waited
        return !one.isNew() && one.had(now) < other.had(now);
    }
}
