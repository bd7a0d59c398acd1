package dev.escriba.schema.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** The clock for all stored times. */
@ApplicationScoped
public class UtcClock {

    @Produces
    public Clock clock() {
        // the resolution of the tables, so that a stored instant reads back unchanged
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }
}
