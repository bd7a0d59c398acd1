package dev.escriba.schema.control;

import jakarta.persistence.EntityManager;
import java.time.Instant;

/** The clock of the database, which all nodes share. */
public final class DatabaseTime {

    private static final String NOW =
            "select cast(floor(extract(epoch from current_timestamp) * 1000000) as bigint) as micros";

    private DatabaseTime() {}

    /** The start of the transaction, or of the statement, by the clock of the database. */
    public static Instant now(EntityManager entities) {
        long micros = ((Number) entities.createNativeQuery(NOW).getSingleResult()).longValue();
        return new InstantMicros().convertToEntityAttribute(micros);
    }
}
