package dev.escriba.transcription.control;

import dev.escriba.telemetry.control.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last result of the lease job, for health checks and metrics. While the job hangs, abandoned runs keep their
 * holds, and the leases of this node's own runs end.
 */
@ApplicationScoped
public class LeaseState {

    @Inject
    Meters meters;

    @Inject
    Clock clock;

    @Inject
    TranscriptionSettings settings;

    private volatile Instant lastEnd;
    private volatile Optional<Instant> passedOverSince = Optional.empty();
    private volatile int passedOver;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge(
                "escriba_leases_passed_over",
                "Runs that the last job of the leases could not renew or end, because their rows are locked.",
                () -> passedOver);
    }

    /** The job will run from now on. */
    void begin(Instant now) {
        lastEnd = now;
    }

    /** The job has ended. */
    void tended(int unrenewed, int notEnded, Instant now) {
        passedOver = unrenewed + notEnded;
        passedOverSince = passedOver == 0 ? Optional.empty() : passedOverSince.or(() -> Optional.of(now));
        lastEnd = now;
    }

    /** Whether the job has not ended for longer than a lease. */
    public boolean isOverdue() {
        Instant end = lastEnd;
        return end != null && Duration.between(end, clock.instant()).compareTo(settings.lease()) > 0;
    }

    /** Number of runs that the last job could not renew or end. */
    public int passedOver() {
        return passedOver;
    }

    /** The time since which each job has skipped runs. */
    public Optional<Instant> passedOverSince() {
        return passedOverSince;
    }
}
