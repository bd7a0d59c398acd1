package dev.escriba.reporting.control;

import dev.escriba.schedule.control.Schedule;
import dev.escriba.telemetry.control.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Metrics of the open holds of all nodes, sampled at intervals. An old open hold belongs to a run that has not ended;
 * the ledger does not yet show its cost.
 */
@ApplicationScoped
public class HoldMetrics {

    /**
     * Starts from the instances that have not ended, of which there are few: the table of holds keeps all holds. The
     * time in a queue does not count for the age.
     */
    private static final String OPEN =
            "select count(*), min(case when i.state = 'RUNNING' then coalesce(i.claimed_at, i.started_at) end)"
                    + " from instance i join hold h on h.instance_id = i.id"
                    + " where i.state in ('QUEUED', 'RUNNING') and h.state = 'OPEN'";

    @Inject
    HoldTransactions transactions;

    @Inject
    Schedule schedule;

    @Inject
    ReconciliationJob reconciliation;

    @Inject
    Meters meters;

    @Inject
    Clock clock;

    @Inject
    ReportingSettings settings;

    private volatile Sample last = new Sample(Double.NaN, Optional.empty());

    /**
     * One sample.
     *
     * @param open number of open holds; NaN if unknown
     * @param oldest start of the run with the oldest open hold
     */
    record Sample(double open, Optional<Instant> oldest) {}

    /** The query, a transaction. */
    @ApplicationScoped
    public static class HoldTransactions {

        @PersistenceContext
        EntityManager entities;

        protected HoldTransactions() {}

        /** For use without a container. */
        HoldTransactions(EntityManager entities) {
            this.entities = entities;
        }

        @Transactional
        public Sample sample() {
            Object[] row = (Object[]) entities.createNativeQuery(OPEN).getSingleResult();
            return new Sample(
                    ((Number) row[0]).doubleValue(),
                    Optional.ofNullable((Number) row[1]).map(micros -> instant(micros.longValue())));
        }

        private static Instant instant(long micros) {
            return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
        }
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge(
                "escriba_holds_open",
                "Amounts that are set aside for runs that have not ended, of all nodes.",
                () -> last.open());
        meters.gauge(
                "escriba_hold_oldest_age_seconds",
                "Age of the oldest open hold of a run that runs, counted from its start; 0 if there is none.",
                () -> Double.isNaN(last.open())
                        ? Double.NaN
                        : age(last.oldest()).orElse(0.0));
        meters.gauge(
                "escriba_reconciliation_age_seconds",
                "Time since the last reconciliation.",
                () -> age(reconciliation.last().map(result -> result.checkedAt()))
                        .orElse(Double.NaN));
        meters.gauge(
                "escriba_reconciliation_differences",
                "Differences that the last reconciliation found; the right value is 0.",
                () -> reconciliation
                        .last()
                        .map(result -> (double) result.differences().size())
                        .orElse(Double.NaN));
        schedule.every(ReportingSettings.SAMPLE_INTERVAL, settings.sampleInterval(), Duration.ZERO, this::sample);
    }

    private void sample() {
        try {
            last = transactions.sample();
        } catch (RuntimeException e) {
            // metrics show no value while it is unknown
            last = new Sample(Double.NaN, Optional.empty());
            throw e;
        }
    }

    private Optional<Double> age(Optional<Instant> since) {
        return since.map(then -> Duration.between(then, clock.instant()).toNanos() / 1e9);
    }
}
