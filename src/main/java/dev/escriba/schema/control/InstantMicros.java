package dev.escriba.schema.control;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Stores instants as microseconds since the epoch, rounded down. */
@Converter
public class InstantMicros implements AttributeConverter<Instant, Long> {

    /** Later than any stored instant. */
    public static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    @Override
    public Long convertToDatabaseColumn(Instant instant) {
        return instant == null ? null : micros(instant);
    }

    /** The stored form, for native statements. */
    public static long micros(Instant instant) {
        // ChronoUnit.MICROS.between computes with nanoseconds, which overflow after some 292 years
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    @Override
    public Instant convertToEntityAttribute(Long micros) {
        return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
