package dev.escriba.transcription.queue;

import dev.escriba.billing.entity.Reservation;
import dev.escriba.media.control.AudioStore;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.control.OpenRecording;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.control.Outage;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Sealing;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.EngineFailure;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.telemetry.control.RunRecord;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.transcription.control.Instances;
import dev.escriba.transcription.control.Leases;
import dev.escriba.transcription.control.RunAudio;
import dev.escriba.transcription.control.RunExecution;
import dev.escriba.transcription.control.RunFailures;
import dev.escriba.transcription.control.RunRegistration;
import dev.escriba.transcription.control.StartedRun;
import dev.escriba.transcription.control.WorkInProgress;
import dev.escriba.transcription.entity.Fallback;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.RunRequest;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One attempt of a queued run, from its claim to its end. An attempt that fails for a reason that may pass puts the run
 * back into the queue.
 */
@ApplicationScoped
public class AttemptRun {

    private static final Logger LOG = Logger.getLogger(AttemptRun.class.getName());

    @Inject
    WorkInProgress work;

    @Inject
    Leases leases;

    @Inject
    Models models;

    @Inject
    SpeechRecognition speech;

    @Inject
    WaitingAudio waiting;

    @Inject
    Sealing sealing;

    @Inject
    Uploads uploads;

    @Inject
    MediaProbe probe;

    @Inject
    MediaDecoder decoder;

    @Inject
    AudioStore audioStore;

    @Inject
    RunRegistration registration;

    @Inject
    RunExecution execution;

    @Inject
    RunFailures failures;

    @Inject
    Instances instances;

    @Inject
    QueuedInstances queue;

    @Inject
    Journals journals;

    @Inject
    Clock clock;

    @Inject
    RunRecords records = new RunRecords();

    /** How an attempt ended. */
    enum End {
        SUCCEEDED,

        /** The recording, a caller or a stop ended it. */
        OF_THE_RUN,

        /** It failed for a reason that other runs on this node may meet too. */
        PERHAPS_OF_THE_NODE
    }

    /**
     * What is stored of a failed attempt.
     *
     * @param reason for the log
     */
    private record Failure(String reason, End end) {}

    /** Works on an attempt. Throws nothing: whatever happens, the run is stored in a state that follows from it. */
    End run(QueuedInstances.Attempt attempt) {
        leases.hold(attempt.id());
        try (RunRecord record = records.begin()) {
            record.instance(attempt.id());
            try {
                work.enter();
            } catch (Problem stopping) {
                Failure failure = failed(attempt, new InterruptedException());
                record.failed(failure.reason());
                return failure.end();
            }
            try {
                return run(attempt, record);
            } finally {
                // a stop waits for the state of the run too
                work.leave();
            }
        } finally {
            leases.letGo(attempt.id());
        }
    }

    private End run(QueuedInstances.Attempt attempt, RunRecord record) {
        try {
            TranscriptionResult result = recognise(attempt, record);
            record.succeeded(result.language().orElse(null), result.duration());
            waiting.forgetFile(attempt.id());
            return End.SUCCEEDED;
        } catch (InterruptedException | RuntimeException | Error e) {
            // the interrupt flag stays cleared, because the database is needed once more
            Failure failure = failed(attempt, e);
            record.failed(failure.reason());
            return failure.end();
        }
    }

    private TranscriptionResult recognise(QueuedInstances.Attempt attempt, RunRecord record)
            throws InterruptedException {
        WaitingRequest request = request(attempt);
        AiModel model = models.accepted(attempt.instance().modelId());
        record.model(model.name());
        try (Upload upload = upload(attempt, request)) {
            Recording recording = work.cancellably(() -> probe.probe(upload));
            Caller caller =
                    new Caller(attempt.instance().caller(), attempt.instance().accountId(), Set.of());
            RunRequest run = new RunRequest(caller, model, request.command(), recording);
            try (RunAudio audio = new RunAudio(decoder, audioStore, OpenRecording.of(recording))) {
                Optional<Reservation> held = request.held(attempt.instance());
                RecognitionRequest recognition = registration.recognition(run).inBackground();
                StartedRun started = new StartedRun(
                        attempt.id(), run, recognition, fallbacks(request, recognition), audio, request.quote(), held);
                try (Admission.Place place = admit(model, recognition)) {
                    work.<Void>cancellably(() -> {
                        speech.expect(place, recording.claimed());
                        return null;
                    });
                    return recognise(attempt, started, place);
                }
            }
        }
    }

    /** A full line of a server elsewhere says nothing about this node, so that the node goes on to claim other runs. */
    private Admission.Place admit(AiModel model, RecognitionRequest recognition) throws InterruptedException {
        try {
            return work.cancellably(() -> speech.admit(model.engine(), recognition));
        } catch (Problem full) {
            if (full.status() == 503 && !model.engine().equals(AiModel.EMBEDDED)) {
                throw new EngineFailure(503, "remote-line-full", full.retryAfter());
            }
            throw full;
        }
    }

    /** The fallbacks that the hold was made for, without those that are not in use any more. */
    private List<Fallback> fallbacks(WaitingRequest request, RecognitionRequest recognition) {
        List<AiModel> usable = models.all();
        return request.fallbacks().stream()
                .flatMap(waiting -> usable.stream()
                        .filter(model -> model.id().equals(waiting.model()))
                        .map(model -> Fallback.of(model, recognition, waiting.tariff(), waiting.most())))
                .toList();
    }

    private TranscriptionResult recognise(QueuedInstances.Attempt attempt, StartedRun started, Admission.Place place)
            throws InterruptedException {
        RunJournal journal = new RunJournal(
                attempt.id(),
                attempt.number(),
                Math.max(1, started.quote().channels().size()));
        started.audio().listen(journal::count);
        journals.open(journal);
        try {
            return execution.attempt(started, place, journal, outcome -> {
                journals.close(journal);
                queue.succeed(
                        attempt.id(),
                        attempt.number(),
                        leases.grant().until(),
                        outcome,
                        started.held(),
                        started.request().command().claim());
            });
        } finally {
            journals.close(journal);
        }
    }

    private WaitingRequest request(QueuedInstances.Attempt attempt) {
        byte[] sealed = Base64.getDecoder().decode(attempt.row().sealedRequest());
        return WaitingRequest.read(
                new String(sealing.open(QueueIntake.context(attempt.id()), sealed), StandardCharsets.UTF_8));
    }

    /** The recording as a private temporary file, as that of a direct run. */
    private Upload upload(QueuedInstances.Attempt attempt, WaitingRequest request) {
        try (InputStream content = waiting.open(attempt.id(), attempt.row().keeper())) {
            Upload upload = uploads.receive(content, "");
            if (upload.size() != attempt.instance().fileBytes()) {
                upload.close();
                throw new IllegalStateException("the audio of a run is not complete");
            }
            return upload.ownedBy(attempt.instance().accountId()).accepting(request.formats());
        } catch (IOException e) {
            throw new UncheckedIOException("the audio of a run cannot be read", e);
        }
    }

    /** Stores what becomes of an attempt that failed. */
    private Failure failed(QueuedInstances.Attempt attempt, Throwable thrown) {
        boolean interrupted = thrown instanceof InterruptedException || failures.isCausedByStop(thrown);
        // a missing class looks like a stop too: without one, the attempt counts, or the run is begun again and again
        boolean stopped = interrupted && !work.isOpenToQueue();
        boolean isOfTheRequest = thrown instanceof Problem problem && problem.status() < 500;
        String reason = stopped ? RunFailures.STOPPED : RunFailures.reason(thrown);
        try {
            InstanceState state = isOfTheRequest
                    ? instances.failAttempt(attempt.id(), attempt.number(), reason)
                    : giveBack(attempt, thrown, stopped, reason);
            if (state.isFinal()) {
                waiting.forgetFile(attempt.id());
            }
            if (!interrupted && !isOfTheRequest && state != InstanceState.CANCELLED) {
                LOG.log(
                        Level.WARNING,
                        thrown,
                        () -> "An attempt of execution " + attempt.id() + " failed; it is " + state + " now");
            }
            // a server elsewhere that fails says nothing about this node
            boolean isOfTheRun = stopped
                    || isOfTheRequest
                    || thrown instanceof EngineFailure
                    || !(state == InstanceState.QUEUED || state == InstanceState.FAILED);
            return new Failure(
                    state == InstanceState.CANCELLED ? Instances.CANCELLED : reason,
                    isOfTheRun ? End.OF_THE_RUN : End.PERHAPS_OF_THE_NODE);
        } catch (RuntimeException e) {
            // the lease ends, and any node puts the run back
            LOG.log(Level.SEVERE, "Execution " + attempt.id() + " could not be stored after a failure", e);
            return new Failure(reason, End.PERHAPS_OF_THE_NODE);
        }
    }

    /** A server elsewhere that says when it may be asked again is away too. */
    private static boolean isAway(Problem problem) {
        return problem.status() == 503
                || (problem instanceof EngineFailure && problem.retryAfter().isPresent());
    }

    /**
     * An attempt that failed because the database or an engine was unavailable does not count. {@code
     * escriba.queue.max-wait} limits how long the run is tried.
     */
    private InstanceState giveBack(QueuedInstances.Attempt attempt, Throwable thrown, boolean stopped, String reason) {
        boolean isAway = Outage.isBehind(thrown) || (thrown instanceof Problem problem && isAway(problem));
        Duration pause = stopped ? Duration.ZERO : ClaimPause.after(attempt.number());
        return instances.giveBack(
                attempt.id(), attempt.number(), clock.instant().plus(pause), !stopped && !isAway, reason);
    }
}
