package dev.escriba.schema.control;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Where a page of a listing by time, the newest first, ended; written as one opaque word. */
public record PageCursor(Instant at, UUID id) {

    /** Throws {@link RuntimeException} for a word that is none of ours. */
    public static PageCursor of(String word) {
        String[] parts = new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8).split(" ", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("no position");
        }
        // as the tables have it; an instant that is too far away for them is none of ours
        long micros = new InstantMicros().convertToDatabaseColumn(Instant.parse(parts[0]));
        return new PageCursor(new InstantMicros().convertToEntityAttribute(micros), UUID.fromString(parts[1]));
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
