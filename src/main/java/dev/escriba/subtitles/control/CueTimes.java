package dev.escriba.subtitles.control;

import dev.escriba.subtitles.entity.Cue;
import java.util.ArrayList;
import java.util.List;

/** Moves cues apart that overlap. */
final class CueTimes {

    /** The time that a cue keeps when the next one begins before its end. */
    private static final long MIN_CUT = 1_000;

    private CueTimes() {}

    /**
     * The cues one after the other. A cue ends where the next one begins. It keeps a second, or its own length where
     * that is shorter; then the next one begins later.
     *
     * @param cues in order of their starts
     */
    static List<Cue> apart(List<Cue> cues) {
        List<Cue> apart = new ArrayList<>();
        long free = 0;
        for (int i = 0; i < cues.size(); i++) {
            Cue cue = cues.get(i);
            long length = cue.endMillis() - cue.startMillis();
            long start = Math.max(cue.startMillis(), free);
            long next = i + 1 < cues.size() ? cues.get(i + 1).startMillis() : Long.MAX_VALUE;
            long shortest = start + Math.min(length, MIN_CUT);
            long end = Math.max(shortest, Math.min(cue.endMillis(), next));
            apart.add(cue.at(start, end));
            free = end;
        }
        return apart;
    }
}
