package dev.escriba.schema.control;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as the tables have them: microseconds since the epoch, cut off towards the past, not rounded. */
@Converter
public class InstantMicros implements AttributeConverter<Instant, Long> {

    /** Later than anything that is stored. */
    public static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    @Override
    public Long convertToDatabaseColumn(Instant instant) {
        return instant == null ? null : micros(instant);
    }

    /** For statements that know columns alone. */
    public static long micros(Instant instant) {
        // by way of nanoseconds, as the units count, two centuries and a half would be too long
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    @Override
    public Instant convertToEntityAttribute(Long micros) {
        return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
