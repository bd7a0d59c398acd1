package dev.escriba.schema.control;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * The position at which a page ends, in a listing that is ordered by time and id, the newest first. Its text form is
 * opaque to clients.
 */
public record PageCursor(Instant at, UUID id) {

    /**
     * Parses the text form.
     *
     * @throws RuntimeException if the text is not a cursor
     */
    public static PageCursor of(String word) {
        String[] parts = new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8).split(" ", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a cursor");
        }
        // converted as the tables do; an instant that they cannot hold is refused
        long micros = new InstantMicros().convertToDatabaseColumn(Instant.parse(parts[0]));
        return new PageCursor(new InstantMicros().convertToEntityAttribute(micros), UUID.fromString(parts[1]));
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
