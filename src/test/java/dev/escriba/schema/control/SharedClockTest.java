package dev.escriba.schema.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Clocks;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SharedClockTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** The time of the node, which may be wrong, and its counter of nanoseconds. */
    private final Instant[] own = {NOW};

    private long nanos = 5;

    private final SharedClock clock = new SharedClock(Clocks.of(own), () -> nanos);

    @Test
    void isThatOfTheNodeWhileNothingWasComparedOrBothAgree() {
        assertThat(clock.instant()).isEqualTo(NOW);
        assertThat(clock.follow(NOW.minusMillis(900), nanos)).isEmpty();
        assertThat(clock.instant()).isEqualTo(NOW);
    }

    @Test
    void isThatOfTheDatabaseWhereTheNodeIsWrong() {
        assertThat(clock.follow(NOW.minus(Duration.ofDays(1)), nanos)).contains(Duration.ofDays(1));
        pass(Duration.ofSeconds(3));
        assertThat(clock.instant()).isEqualTo(NOW.minus(Duration.ofDays(1)).plusSeconds(3));
        clock.follow(NOW.plusSeconds(90), nanos);
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(90));
    }

    @Test
    void goesOnWhereTheClockOfTheNodeIsSetAnewBetweenComparisons() {
        clock.follow(NOW, nanos);
        pass(Duration.ofSeconds(3));
        own[0] = own[0].plus(Duration.ofDays(1));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(3));
        own[0] = own[0].minus(Duration.ofDays(2));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void aQueryThatTookLongIsNoComparison() {
        long asked = nanos;
        pass(Duration.ofSeconds(3));
        assertThat(clock.follow(NOW.minus(Duration.ofDays(1)), asked)).isEmpty();
        assertThat(clock.instant()).isEqualTo(own[0]);
    }

    @Test
    void takesTheMiddleOfTheQueryForTheTimeOfTheDatabase() {
        long asked = nanos;
        pass(Duration.ofSeconds(1));
        clock.follow(NOW.minus(Duration.ofDays(1)), asked);
        assertThat(clock.instant()).isEqualTo(NOW.minus(Duration.ofDays(1)).plusMillis(500));
    }

    private void pass(Duration time) {
        own[0] = own[0].plus(time);
        nanos += time.toNanos();
    }
}
