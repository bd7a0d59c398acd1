package dev.escriba.transcription.queue;

import dev.escriba.problem.control.Outage;
import dev.escriba.schedule.control.Schedule;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.schema.control.Schema;
import dev.escriba.telemetry.control.Meters;
import dev.escriba.transcription.control.Instances;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.entity.Ending;
import dev.escriba.transcription.entity.QueuedRun;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Ends runs that have waited for too long, deletes audio that is left over, and samples the metrics of the queue. */
@ApplicationScoped
public class QueueUpkeep {

    private static final Logger LOG = Logger.getLogger(QueueUpkeep.class.getName());
    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(15);
    private static final Duration CLEAN_INTERVAL = Duration.ofMinutes(1);
    private static final int BATCH_SIZE = 100;

    @Inject
    Schedule schedule;

    @Inject
    Meters meters;

    @Inject
    QueueIntake intake;

    @Inject
    QueuedInstances queue;

    @Inject
    Instances instances;

    @Inject
    WaitingAudio waiting;

    @Inject
    QueueSample samples;

    @Inject
    Clock clock;

    @Inject
    QueueSettings settings;

    private volatile Sample last = new Sample(Double.NaN, Optional.empty(), Double.NaN, Double.NaN);

    /**
     * One sample.
     *
     * @param runs that wait
     * @param oldest acceptance of a run that waits
     * @param audioSeconds that wait
     * @param bytes of audio that are kept
     */
    record Sample(double runs, Optional<Instant> oldest, double audioSeconds, double bytes) {}

    /** After the recovery of the leases: the runs of the last process wait again by then. */
    void start(@Observes @Priority(Schema.FIRST + 250) @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_queue_runs", "Runs that wait, of all nodes.", () -> last.runs());
        meters.gauge(
                "escriba_queue_audio_seconds", "Audio of the runs that wait, of all nodes.", () -> last.audioSeconds());
        meters.gauge(
                "escriba_queue_oldest_age_seconds",
                "Time since the acceptance of the run that has waited for longest, of all nodes; 0 if none waits.",
                () -> Double.isNaN(last.runs())
                        ? Double.NaN
                        : last.oldest()
                                .map(since ->
                                        Duration.between(since, clock.instant()).toNanos() / 1e9)
                                .orElse(0.0));
        meters.gauge(
                "escriba_queue_bytes",
                "Audio that is kept for runs that wait or were begun from the queue, of all nodes.",
                () -> last.bytes());
        cleanAtStart();
        schedule.every("queue-sample", SAMPLE_INTERVAL, Duration.ZERO, this::sample);
        schedule.every("escriba.queue.max-wait", CLEAN_INTERVAL, CLEAN_INTERVAL, this::clean);
    }

    private void sample() {
        try {
            last = samples.sample();
        } catch (RuntimeException e) {
            // metrics show no value while it is unknown
            last = new Sample(Double.NaN, Optional.empty(), Double.NaN, Double.NaN);
            throw e;
        }
    }

    /** What cannot be cleaned does not stop the start: the next run of the schedule tries again. */
    private void cleanAtStart() {
        try {
            clean();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The queue cannot be cleaned at the start", e);
        }
    }

    /**
     * Gives up runs that have waited for too long, and deletes the rows and the files of runs that have ended. The
     * files are deleted in any case.
     */
    void clean() {
        try {
            expire();
            forgetEnded();
        } finally {
            int swept = waiting.sweep(intake.arriving());
            if (swept > 0) {
                LOG.log(Level.INFO, "Deleted the audio of {0} runs that do not wait any more", swept);
            }
        }
    }

    private void expire() {
        int passedOver = 0;
        List<UUID> batch;
        do {
            batch = queue.waitingSince(clock.instant().minus(settings.maxWait()), passedOver, BATCH_SIZE);
            for (UUID old : batch) {
                Ending ending = tryToEnd(old, () -> instances.giveUpWaiting(old, "expired"));
                passedOver += ending == Ending.LOCKED ? 1 : 0;
                if (ending == Ending.ENDED) {
                    LOG.log(Level.WARNING, "Execution {0} has waited for too long and is FAILED now", old);
                }
            }
        } while (batch.size() == BATCH_SIZE);
    }

    /** A node of the version before ends a run whose node died, and does not know the rows of the queue. */
    private void forgetEnded() {
        int passedOver = 0;
        List<UUID> batch;
        do {
            batch = queue.ended(passedOver, BATCH_SIZE);
            for (UUID ended : batch) {
                Ending ending = tryToEnd(ended, () -> queue.forgetEnded(ended));
                passedOver += ending == Ending.LOCKED ? 1 : 0;
            }
        } while (batch.size() == BATCH_SIZE);
    }

    /** A failure counts as {@link Ending#LOCKED}, so that one run does not hold up the others. */
    private static Ending tryToEnd(UUID run, Supplier<Ending> end) {
        try {
            return end.get();
        } catch (RuntimeException e) {
            if (Outage.isDatabaseAway(e)) {
                throw e;
            }
            LOG.log(Level.WARNING, e, () -> "Execution " + run + " cannot be removed from the queue");
            return Ending.LOCKED;
        }
    }

    /** The queries, a transaction. */
    @ApplicationScoped
    public static class QueueSample {

        private static final String WAITING =
                "select count(*), min(q.queued_at), sum(q.audio_nanos) from queued_run q join instance i"
                        + " on i.id = q.instance_id where i.state = 'QUEUED'";

        @PersistenceContext
        EntityManager entities;

        protected QueueSample() {}

        /** For use without a container. */
        public QueueSample(EntityManager entities) {
            this.entities = entities;
        }

        @Transactional
        public Sample sample() {
            Object[] waiting = (Object[]) entities.createNativeQuery(WAITING).getSingleResult();
            Object[] sums =
                    entities.createNamedQuery(QueuedRun.SUMS, Object[].class).getSingleResult();
            return new Sample(
                    ((Number) waiting[0]).doubleValue(),
                    Optional.ofNullable((Number) waiting[1])
                            .map(micros -> new InstantMicros().convertToEntityAttribute(micros.longValue())),
                    number(waiting[2]) / 1e9,
                    number(sums[1]));
        }

        private static double number(Object sum) {
            return sum == null ? 0 : ((Number) sum).doubleValue();
        }
    }
}
