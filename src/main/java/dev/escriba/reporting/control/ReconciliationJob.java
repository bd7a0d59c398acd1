package dev.escriba.reporting.control;

import dev.escriba.reporting.entity.Reconciliation;
import dev.escriba.schedule.control.Schedule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has the books checked at start-up and every now and then, and remembers what came of it. */
@ApplicationScoped
public class ReconciliationJob {

    private static final Logger LOG = Logger.getLogger(ReconciliationJob.class.getName());

    /** Checks that may be missed. */
    private static final int MAX_MISSED_CHECKS = 3;

    @Inject
    Reconciler reconciler;

    @Inject
    Schedule schedule;

    @Inject
    ReportingSettings settings;

    @Inject
    Clock clock;

    private volatile Reconciliation last;
    private volatile Instant begun;

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        begun = clock.instant();
        schedule.every(
                ReportingSettings.RECONCILIATION_INTERVAL,
                settings.reconciliationInterval(),
                Duration.ZERO,
                this::check);
    }

    /** Compares everything now. */
    public Reconciliation check() {
        Reconciliation result = reconciler.reconcile();
        last = result;
        if (!result.balanced()) {
            LOG.log(Level.SEVERE, "The books do not balance: {0}", result.differences());
        }
        return result;
    }

    /** Whether checks have not come to an end for so long that the last one says nothing any more. */
    public boolean isOverdue() {
        Reconciliation result = last;
        Instant since = result == null ? begun : result.checkedAt();
        // asked before the start, there is nothing to be late
        return since != null
                && since.plus(settings.reconciliationInterval().multipliedBy(MAX_MISSED_CHECKS))
                        .isBefore(clock.instant());
    }

    /** The result of the last check; none before the first. */
    public Optional<Reconciliation> last() {
        return Optional.ofNullable(last);
    }
}
