package dev.escriba.transcription.queue;

import dev.escriba.speech.control.AdmissionQueue;
import dev.escriba.transcription.entity.QueuedRun;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The places of this node that long runs have. In each lane they leave one place to short runs, if it has two or more.
 * So two recordings of hours do not keep one of seconds waiting. One long run keeps all workers busy.
 */
final class LongRuns {

    /** Private, so that no other code can hold it. */
    private final Object lock = new Object();

    private final ToIntFunction<String> places;
    private final Map<String, Integer> taken = new HashMap<>();

    /** @param places of a lane, long and short ones */
    LongRuns(ToIntFunction<String> places) {
        this.places = places;
    }

    /** Whether the run leaves no place to another one for a long time. */
    static boolean isLong(QueuedRun run) {
        return run.audio().compareTo(AdmissionQueue.MAX_SHORT_DURATION) > 0;
    }

    /** Takes a place of a lane; {@code false} where the places that are left are for short runs. */
    boolean take(String lane) {
        synchronized (lock) {
            int now = taken.getOrDefault(lane, 0);
            boolean isLeft = now < Math.max(1, places.applyAsInt(lane) - 1);
            if (isLeft) {
                taken.put(lane, now + 1);
            }
            return isLeft;
        }
    }

    /** Returns a place. */
    void giveBack(String lane) {
        synchronized (lock) {
            taken.computeIfPresent(lane, (same, now) -> now > 1 ? now - 1 : null);
        }
    }

    /** The longest run that may be claimed. */
    static Duration longest(boolean hasPlace) {
        return hasPlace ? Duration.ofNanos(Long.MAX_VALUE) : AdmissionQueue.MAX_SHORT_DURATION;
    }
}
