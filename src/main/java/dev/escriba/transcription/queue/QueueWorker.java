package dev.escriba.transcription.queue;

import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schedule.control.Schedule;
import dev.escriba.speech.control.SharedPlaces;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.transcription.control.Leases;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.control.WorkInProgress;
import dev.escriba.transcription.entity.QueuedRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Claims queued runs while this node has room, and works on them. It has as many threads as queued runs may be worked
 * on at a time. Runs of models on other servers have threads of their own, which the servers share: a server that hangs
 * keeps neither the runs of models that run here waiting nor those of other servers. After a failure that may be the
 * node's own it claims none for a while.
 */
@ApplicationScoped
public class QueueWorker {

    private static final Logger LOG = Logger.getLogger(QueueWorker.class.getName());

    /** The runs that one query returns. Other nodes may claim some of them first. */
    private static final int CANDIDATES = 16;

    @Inject
    Schedule schedule;

    @Inject
    WorkInProgress work;

    @Inject
    SpeechRecognition speech;

    @Inject
    Models models;

    @Inject
    QueuedInstances queue;

    @Inject
    Leases leases;

    @Inject
    AttemptRun attempts;

    @Inject
    QueueSettings settings;

    @Inject
    Clock clock;

    private final ClaimPause pause = new ClaimPause();
    private final ClaimPause pauseElsewhere = new ClaimPause();
    private final SharedPlaces elsewhere = new SharedPlaces(() -> settings.concurrentRemoteRuns());
    private final LongRuns longRuns = new LongRuns(this::places);

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        for (int i = 0; i < settings.concurrentRuns(); i++) {
            schedule.every(QueueSettings.POLL_INTERVAL, settings.pollInterval(), settings.pollInterval(), this::work);
        }
        for (int i = 0; i < settings.concurrentRemoteRuns(); i++) {
            schedule.every(
                    QueueSettings.POLL_INTERVAL, settings.pollInterval(), settings.pollInterval(), this::workElsewhere);
        }
    }

    /** Works on runs of models that run here until none waits, or this node has no room. */
    void work() {
        Optional<QueuedInstances.Attempt> attempt = claim();
        while (attempt.isPresent()) {
            run(attempt.get(), pause);
            attempt = claim();
        }
    }

    /** Works on runs of models on other servers until none waits that has a place. */
    void workElsewhere() {
        Optional<QueuedInstances.Attempt> attempt = claimElsewhere();
        while (attempt.isPresent()) {
            try {
                run(attempt.get(), pauseElsewhere);
            } finally {
                elsewhere.giveBack(attempt.get().row().lane());
            }
            attempt = claimElsewhere();
        }
    }

    private void run(QueuedInstances.Attempt attempt, ClaimPause kind) {
        try {
            switch (attempts.run(attempt)) {
                case SUCCEEDED -> kind.succeeded();
                case PERHAPS_OF_THE_NODE -> kind.failed(clock.instant());
                case OF_THE_RUN -> {}
            }
        } finally {
            if (LongRuns.isLong(attempt.row())) {
                longRuns.giveBack(attempt.row().lane());
            }
        }
    }

    /** The most places that a lane has on this node. A server has half of those for models on other servers. */
    private int places(String lane) {
        return lane.equals(QueuedRun.HERE) ? settings.concurrentRuns() : (settings.concurrentRemoteRuns() + 1) / 2;
    }

    private Optional<QueuedInstances.Attempt> claim() {
        return isOpen(pause) && isReady() ? claim(QueuedRun.HERE) : Optional.empty();
    }

    /** Claims a run of the server that has the fewest places of this node. */
    private Optional<QueuedInstances.Attempt> claimElsewhere() {
        if (!isOpen(pauseElsewhere)) {
            return Optional.empty();
        }
        List<String> lanes = queue.lanes().stream()
                .sorted(Comparator.comparingInt(elsewhere::of))
                .toList();
        for (String lane : lanes) {
            Optional<QueuedInstances.Attempt> claimed = claimWithPlace(lane);
            if (claimed.isPresent()) {
                return claimed;
            }
        }
        return Optional.empty();
    }

    private Optional<QueuedInstances.Attempt> claimWithPlace(String lane) {
        if (!elsewhere.take(lane)) {
            return Optional.empty();
        }
        Optional<QueuedInstances.Attempt> claimed = Optional.empty();
        try {
            claimed = claim(lane);
            return claimed;
        } finally {
            if (claimed.isEmpty()) {
                elsewhere.giveBack(lane);
            }
        }
    }

    private boolean isOpen(ClaimPause kind) {
        return work.isOpenToQueue() && kind.isOver(clock.instant());
    }

    /** Claims the first run of a lane that can be claimed, a short one where long runs have their places. */
    private Optional<QueuedInstances.Attempt> claim(String lane) {
        boolean mayBeLong = longRuns.take(lane);
        Optional<QueuedInstances.Attempt> claimed = Optional.empty();
        try {
            claimed = claim(lane, LongRuns.longest(mayBeLong));
            return claimed;
        } finally {
            if (mayBeLong && claimed.filter(some -> LongRuns.isLong(some.row())).isEmpty()) {
                longRuns.giveBack(lane);
            }
        }
    }

    private Optional<QueuedInstances.Attempt> claim(String lane, Duration longest) {
        for (UUID candidate : queue.next(lane, longest, CANDIDATES)) {
            Optional<QueuedInstances.Attempt> claimed = queue.claim(candidate, leases.grant());
            if (claimed.isPresent()) {
                LOG.log(Level.FINE, "Execution {0} leaves the queue", candidate);
                return claimed;
            }
        }
        return Optional.empty();
    }

    /**
     * Whether an engine of the models that run here can recognise: it loads its models for some seconds after a start.
     * The default model may be on another server.
     */
    private boolean isReady() {
        List<String> engines = models.catalogue().stream()
                .filter(CatalogueModel::installed)
                .map(CatalogueModel::model)
                .filter(model -> !model.isRemote())
                .map(AiModel::engine)
                .distinct()
                .toList();
        return engines.isEmpty() || engines.stream().anyMatch(this::isReady);
    }

    private boolean isReady(String engine) {
        try {
            speech.requireReady(engine);
            return true;
        } catch (Problem notReady) {
            return false;
        }
    }
}
