package dev.escriba.health.control;

import dev.escriba.schedule.control.Schedule;
import dev.escriba.schema.control.DatabaseTime;
import dev.escriba.schema.control.Schema;
import dev.escriba.schema.control.UtcClock;
import dev.escriba.telemetry.control.Meters;
import jakarta.annotation.Priority;
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
 * Asks the database for its time every few seconds. So the health check does not wait for a database that does not
 * answer, and the clock of this node follows that of the database.
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
    UtcClock time;

    @Inject
    HealthSettings settings;

    private volatile boolean answered;
    private boolean differs;
    private volatile Optional<Instant> pendingSince = Optional.empty();

    /** The query, in a transaction of its own. */
    @ApplicationScoped
    public static class PingTransactions {

        @PersistenceContext
        EntityManager entities;

        @Transactional
        public Instant time() {
            return DatabaseTime.now(entities);
        }
    }

    /** Before the observers that store or compare times. */
    void start(@Observes @Priority(Schema.FIRST + 1) @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge(
                "escriba_database_up",
                "Whether the database answered when it was last asked (1) or not (0).",
                () -> isUp() ? 1 : 0);
        ping();
        schedule.every(
                HealthSettings.DATABASE_INTERVAL, settings.databaseInterval(), settings.databaseInterval(), this::ping);
    }

    private void ping() {
        pendingSince = Optional.of(clock.instant());
        boolean now = false;
        try {
            long asked = System.nanoTime();
            follow(transactions.time(), asked);
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

    private void follow(Instant database, long asked) {
        Optional<Duration> ahead = time.follow(database, asked);
        if (ahead.isPresent() && !differs) {
            LOG.log(
                    Level.WARNING,
                    "The clock of this node differs from that of the database by {0}: the time of the database counts",
                    ahead.get());
        }
        differs = ahead.isPresent();
    }

    /** Whether the last query was answered, and no query has been waiting for too long. */
    public boolean isUp() {
        Instant late = clock.instant().minus(MAX_ANSWER_TIME);
        return answered && pendingSince.map(since -> since.isAfter(late)).orElse(true);
    }
}
