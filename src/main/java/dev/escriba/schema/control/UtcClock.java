package dev.escriba.schema.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The clock that everything stored is dated by. */
@ApplicationScoped
public class UtcClock {

    @Produces
    public Clock clock() {
        return Clock.systemUTC();
    }
}
