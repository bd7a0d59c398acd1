package dev.escriba.transcription.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a queued run is.
 *
 * @param done audio that is recognised
 * @param total audio of the recording
 * @param before number of runs that are before it in the order of the queue; empty once it runs
 * @param estimatedEnd by the speed so far; empty where nothing is known yet
 */
public record Progress(Duration done, Duration total, OptionalLong before, Optional<Instant> estimatedEnd) {

    /** The end of a run that goes on as it has so far. */
    static Optional<Instant> estimate(Duration done, Duration total, Instant since, Instant now) {
        Duration spent = Duration.between(since, now);
        if (done.isZero() || done.isNegative() || spent.isNegative()) {
            return Optional.empty();
        }
        double left = (double) Math.max(0, total.minus(done).toMillis()) / done.toMillis();
        return Optional.of(now.plusMillis(Math.round(spent.toMillis() * left)));
    }
}
