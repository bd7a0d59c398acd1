package dev.escriba.webhooks.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The pauses between the attempts of a delivery, and of all attempts to an address that fails. */
final class BackOff {

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final double JITTER = 0.1;

    private static final Duration MAX_PAUSE = PAUSES.get(PAUSES.size() - 1);
    private static final Duration MAX_PAUSE_OF_ADDRESS = Duration.ofMinutes(5);

    /** After a failure of this service. */
    static final Duration OF_OWN_FAULT = Duration.ofMinutes(1);

    /** Before an attempt is begun again for which the node had no room. */
    static final Duration OF_PUT_BACK = Duration.ofSeconds(5);

    private BackOff() {}

    /**
     * The pause after an attempt that failed; empty after the last one.
     *
     * @param attempt 1 for the first one
     * @param asked what the receiver asked for
     * @param random from 0 to 1
     */
    static Optional<Duration> after(int attempt, Optional<Duration> asked, double random) {
        if (attempt > PAUSES.size()) {
            return Optional.empty();
        }
        Duration usual = PAUSES.get(attempt - 1);
        Duration pause = asked.filter(some -> some.compareTo(usual) > 0).orElse(usual);
        return Optional.of(shorter(pause, MAX_PAUSE).plusMillis(Math.round(usual.toMillis() * JITTER * random)));
    }

    /**
     * How long an address gets no attempts after it has failed: 5 s, then twice as long each time, up to 5 minutes; or
     * as long as the receiver asks for, up to 24 hours.
     *
     * @param failures since the last attempt that succeeded, this one included
     */
    static Duration ofAddress(int failures, Optional<Duration> asked) {
        Duration usual = shorter(PAUSES.get(0).multipliedBy(1L << Math.min(failures - 1, 10)), MAX_PAUSE_OF_ADDRESS);
        Duration wanted = shorter(asked.orElse(usual), MAX_PAUSE);
        return wanted.compareTo(usual) > 0 ? wanted : usual;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? other : one;
    }
}
