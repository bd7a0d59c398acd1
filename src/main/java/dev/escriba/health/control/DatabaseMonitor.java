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

/** Asks the database for nothing every few seconds, so that a health check need not wait for one that is away. */
@ApplicationScoped
public class DatabaseMonitor {

    private static final Logger LOG = Logger.getLogger(DatabaseMonitor.class.getName());

    /** An answer that does not come for so long will not come. */
    private static final Duration MAX_ANSWER_TIME = Duration.ofSeconds(10);

    @Inject
    Question question;

    @Inject
    Schedule schedule;

    @Inject
    Meters meters;

    @Inject
    Clock clock;

    @Inject
    HealthSettings settings;

    private volatile boolean answered;
    private volatile Optional<Instant> askedAt = Optional.empty();

    /** A transaction of its own. */
    @ApplicationScoped
    public static class Question {

        @PersistenceContext
        EntityManager entities;

        @Transactional
        public void ask() {
            entities.createNativeQuery("select 1").getSingleResult();
        }
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge(
                "escriba_database_up",
                "Whether the database answered when it was last asked (1) or not (0).",
                () -> isUp() ? 1 : 0);
        schedule.every(HealthSettings.DATABASE_INTERVAL, settings.databaseInterval(), Duration.ZERO, this::ask);
    }

    private void ask() {
        askedAt = Optional.of(clock.instant());
        boolean now = false;
        try {
            question.ask();
            now = true;
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "The database does not answer", e);
        }
        if (answered && !now) {
            LOG.warning("The database does not answer: this node is not ready");
        }
        answered = now;
        askedAt = Optional.empty();
    }

    /** Whether it answered when it was last asked, and is not being waited for for long. */
    public boolean isUp() {
        Instant late = clock.instant().minus(MAX_ANSWER_TIME);
        return answered && askedAt.map(asked -> asked.isAfter(late)).orElse(true);
    }
}
