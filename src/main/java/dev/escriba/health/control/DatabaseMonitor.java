package dev.escriba.health.control;

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
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a trivial query every few seconds, so that the health check does not wait for a database that does not answer.
 */
@ApplicationScoped
public class DatabaseMonitor {

    private static final Logger LOG = Logger.getLogger(DatabaseMonitor.class.getName());

    /** After this time without an answer the database counts as down. */
    private static final Duration MAX_ANSWER_TIME = Duration.ofSeconds(10);

    @Inject
    PingTransactions transactions;

    @Inject
    Schedule schedule;

    @Inject
    Meters meters;

    @Inject
    Clock clock;

    @Inject
    HealthSettings settings;

    private volatile boolean answered;
    private volatile Optional<Instant> pendingSince = Optional.empty();

    /** The query, in a transaction of its own. */
    @ApplicationScoped
    public static class PingTransactions {

        @PersistenceContext
        EntityManager entities;

        @Transactional
        public void ping() {
            entities.createNativeQuery("select 1").getSingleResult();
        }
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge(
                "escriba_database_up",
                "Whether the database answered when it was last asked (1) or not (0).",
                () -> isUp() ? 1 : 0);
        schedule.every(HealthSettings.DATABASE_INTERVAL, settings.databaseInterval(), Duration.ZERO, this::ping);
    }

    private void ping() {
        pendingSince = Optional.of(clock.instant());
        boolean now = false;
        try {
            transactions.ping();
            now = true;
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "The database does not answer", e);
        }
        if (answered && !now) {
            LOG.warning("The database does not answer: this node is not ready");
        }
        answered = now;
        pendingSince = Optional.empty();
    }

    /** Whether the last query was answered, and no query has been waiting for too long. */
    public boolean isUp() {
        Instant late = clock.instant().minus(MAX_ANSWER_TIME);
        return answered && pendingSince.map(since -> since.isAfter(late)).orElse(true);
    }
}
