package dev.escriba.subtitles.entity;

import java.util.List;
import java.util.Optional;

/**
 * A text that is shown for some time.
 *
 * @param startMillis from the beginning of the recording
 * @param endMillis after the start
 * @param lines one or two
 * @param speaker the name of the speaker, where it is known
 */
public record Cue(long startMillis, long endMillis, List<String> lines, Optional<String> speaker) {

    public Cue {
        if (startMillis < 0 || endMillis <= startMillis || lines.isEmpty()) {
            throw new IllegalArgumentException("cue from " + startMillis + " to " + endMillis + " ms");
        }
        lines = List.copyOf(lines);
    }

    /** The same text at another time. */
    public Cue at(long start, long end) {
        return new Cue(start, end, lines, speaker);
    }
}
