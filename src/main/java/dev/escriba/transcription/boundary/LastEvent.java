package dev.escriba.transcription.boundary;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last event that a client has of a run, by the header {@code Last-Event-ID}: the attempt and the number of the
 * last segment.
 *
 * @param attempt 0 where it knows none
 * @param segments number of segments of the attempt that it knows
 */
record LastEvent(int attempt, int segments) {

    private static final Pattern ID = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");

    /** Reads the header. A client that sends anything but the id of an event gets all events. */
    static LastEvent of(String header) {
        Matcher id = ID.matcher(header == null ? "" : header.strip());
        return id.matches()
                ? new LastEvent(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2)) + 1)
                : new LastEvent(0, 0);
    }

    /** The event of the next segment of an attempt. */
    LastEvent next(int current) {
        return new LastEvent(current, current == attempt ? segments + 1 : 1);
    }

    /** The id of the event. */
    String id() {
        return attempt + "." + (segments - 1);
    }
}
