package dev.escriba.schema.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clock of this node while it agrees with that of the database, and else an estimate of that of the database. So
 * all nodes have the same time, and a clock that is wrong or is set anew changes nothing that is stored. The estimate
 * costs no query: it goes on from the last comparison by the time since the start of the machine.
 */
final class SharedClock extends Clock {

    /** Clocks that differ by less count as the same. */
    static final Duration TOLERANCE = Duration.ofSeconds(1);

    /** A comparison whose query took longer says too little. */
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(2);

    private final Clock own;
    private final LongSupplier nanos;
    private volatile Comparison last;

    /** @param nanos as {@link System#nanoTime} */
    SharedClock(Clock own, LongSupplier nanos) {
        this.own = own;
        this.nanos = nanos;
    }

    private record Comparison(Instant database, long at) {

        Instant database(long now) {
            return database.plusNanos((now - at) / 1_000 * 1_000);
        }
    }

    /**
     * Compares the clocks.
     *
     * @param database the time of the database
     * @param asked when the query began, by the counter of nanoseconds; it has ended now
     * @return how far the own clock is ahead, if that is more than the tolerance
     */
    Optional<Duration> follow(Instant database, long asked) {
        long took = nanos.getAsLong() - asked;
        if (took > LONGEST_QUERY.toNanos()) {
            return Optional.empty();
        }
        Comparison comparison = new Comparison(database, asked + took / 2);
        last = comparison;
        return Optional.of(Duration.between(comparison.database(nanos.getAsLong()), own.instant()))
                .filter(ahead -> !isTolerable(ahead));
    }

    @Override
    public Instant instant() {
        Instant now = own.instant();
        Comparison comparison = last;
        if (comparison == null) {
            return now;
        }
        Instant shared = comparison.database(nanos.getAsLong());
        return isTolerable(Duration.between(shared, now)) ? now : shared;
    }

    private static boolean isTolerable(Duration ahead) {
        return ahead.abs().compareTo(TOLERANCE) <= 0;
    }

    @Override
    public ZoneId getZone() {
        return own.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        SharedClock self = this;
        return new Clock() {
            @Override
            public Instant instant() {
                return self.instant();
            }

            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return self.withZone(other);
            }
        };
    }
}
