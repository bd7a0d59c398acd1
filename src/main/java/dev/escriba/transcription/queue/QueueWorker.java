package dev.escriba.transcription.queue;

import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schedule.control.Schedule;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.transcription.control.Leases;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.control.WorkInProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Claims queued runs while this node has room, and works on them. It has as many threads as queued runs may be worked
 * on at a time. After a failure that may be the node's own it claims none for a while.
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

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        for (int i = 0; i < settings.concurrentRuns(); i++) {
            schedule.every(QueueSettings.POLL_INTERVAL, settings.pollInterval(), settings.pollInterval(), this::work);
        }
    }

    /** Works until nothing waits, or this node has no room. */
    void work() {
        Optional<QueuedInstances.Attempt> attempt = claim();
        while (attempt.isPresent()) {
            switch (attempts.run(attempt.get())) {
                case SUCCEEDED -> pause.succeeded();
                case PERHAPS_OF_THE_NODE -> pause.failed(clock.instant());
                case OF_THE_RUN -> {}
            }
            attempt = claim();
        }
    }

    /** Claims the first run of the order that can be claimed. */
    private Optional<QueuedInstances.Attempt> claim() {
        if (!work.isOpenToQueue() || !pause.isOver(clock.instant()) || !isReady()) {
            return Optional.empty();
        }
        for (UUID candidate : queue.next(CANDIDATES)) {
            Optional<QueuedInstances.Attempt> claimed = queue.claim(candidate, leases.grant());
            if (claimed.isPresent()) {
                LOG.log(Level.FINE, "Execution {0} leaves the queue", candidate);
                return claimed;
            }
        }
        return Optional.empty();
    }

    /** Whether the engine of the default model can recognise: it loads its models for some seconds after a start. */
    private boolean isReady() {
        try {
            AiModel model = models.required(Optional.empty());
            speech.requireReady(model.engine());
            return true;
        } catch (Problem notReady) {
            return false;
        }
    }
}
