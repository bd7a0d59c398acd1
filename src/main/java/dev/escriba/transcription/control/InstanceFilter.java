package dev.escriba.transcription.control;

import dev.escriba.schema.control.InstantMicros;
import dev.escriba.transcription.entity.InstanceState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Which executions are wanted.
 *
 * @param accountId whose; nobody sees another's
 * @param caller of this credential alone
 * @param from when they began, inclusive
 * @param to exclusive
 * @param after only what comes after this one, in the order of the listing
 */
public record InstanceFilter(
        String accountId,
        Optional<String> caller,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> userIdentifier,
        Optional<String> channel,
        Optional<UUID> modelId,
        Optional<InstanceState> state,
        Optional<Position> after,
        int limit) {

    /** Where a page ended; written as one opaque word. */
    public record Position(Instant startedAt, UUID id) {

        public static Position of(String word) {
            String[] parts = new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("no position");
            }
            // as the tables have it; an instant that is too far away for them is none of ours
            long micros = new InstantMicros().convertToDatabaseColumn(Instant.parse(parts[0]));
            return new Position(new InstantMicros().convertToEntityAttribute(micros), UUID.fromString(parts[1]));
        }

        @Override
        public String toString() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((startedAt + " " + id).getBytes(StandardCharsets.UTF_8));
        }
    }
}
