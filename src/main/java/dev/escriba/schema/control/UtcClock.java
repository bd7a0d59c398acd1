package dev.escriba.schema.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** The clock that everything stored is dated by. */
@ApplicationScoped
public class UtcClock {

    @Produces
    public Clock clock() {
        // as fine as the tables, so that what is answered now is what will be read back
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }
}
