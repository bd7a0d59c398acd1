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
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the reconciliation at the start and at intervals, and keeps the last result. */
@ApplicationScoped
public class ReconciliationJob {

    private static final Logger LOG = Logger.getLogger(ReconciliationJob.class.getName());

    /** Number of intervals without a result until the check is overdue. */
    private static final int MAX_MISSED_CHECKS = 3;

    /** Books with more lines or more runs are read in pieces, and what was checked once is not read at each check. */
    private static final long MAX_AT_ONCE = 200_000;

    @Inject
    Reconciler reconciler;

    @Inject
    LedgerPieces pieces;

    @Inject
    PiecewiseReconciler inPieces;

    @Inject
    Schedule schedule;

    @Inject
    ReportingSettings settings;

    @Inject
    Clock clock;

    long maxAtOnce = MAX_AT_ONCE;

    private final ReentrantLock running = new ReentrantLock();
    private volatile Reconciliation last;
    private volatile Instant begun;

    /** Books that were long once stay long, because neither a line nor a run is ever deleted. */
    private volatile boolean areLong;

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        begun = clock.instant();
        schedule.every(
                ReportingSettings.RECONCILIATION_INTERVAL,
                settings.reconciliationInterval(),
                Duration.ZERO,
                this::check);
        schedule.every(
                ReportingSettings.FULL_RECONCILIATION_INTERVAL,
                settings.fullReconciliationInterval(),
                // a process that is restarted every day runs it too
                settings.fullReconciliationInterval().compareTo(settings.reconciliationInterval()) < 0
                        ? settings.fullReconciliationInterval()
                        : settings.reconciliationInterval(),
                inPieces::checkAll);
    }

    /** Runs the reconciliation now. While another one runs, the last result counts. */
    public Reconciliation check() {
        Optional<Reconciliation> before = last();
        if (before.isPresent() && running.isLocked()) {
            return before.get();
        }
        running.lock();
        try {
            areLong = areLong || pieces.areMoreThan(maxAtOnce);
            last = areLong ? inPieces.check() : reconciler.reconcile();
        } finally {
            running.unlock();
        }
        if (!last.balanced()) {
            LOG.log(Level.SEVERE, "The ledger does not balance: {0}", last.differences());
        }
        return last;
    }

    /** Whether the last result is too old to rely on. */
    public boolean isOverdue() {
        Reconciliation result = last;
        Instant since = result == null ? begun : result.checkedAt();
        // before the start nothing can be overdue
        return since != null
                && since.plus(settings.reconciliationInterval().multipliedBy(MAX_MISSED_CHECKS))
                        .isBefore(clock.instant());
    }

    /** The result of the last check; empty before the first one. */
    public Optional<Reconciliation> last() {
        return Optional.ofNullable(last);
    }
}
