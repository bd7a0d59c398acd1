package dev.escriba.schema.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The clock for all stored times. Once it is compared with that of the database, it agrees with it. */
@ApplicationScoped
public class UtcClock {

    // the resolution of the tables, so that a stored instant reads back unchanged
    private final SharedClock shared =
            new SharedClock(Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000)), System::nanoTime);

    @Produces
    public Clock clock() {
        return shared;
    }

    /**
     * Compares the clock of this node with that of the database.
     *
     * @param database the time of the database
     * @param asked {@link System#nanoTime} before the query
     * @return how far the clock of this node is ahead of it, if they differ too much to be used as one
     */
    public Optional<Duration> follow(Instant database, long asked) {
        return shared.follow(database, asked);
    }
}
