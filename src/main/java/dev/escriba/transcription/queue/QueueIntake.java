package dev.escriba.transcription.queue;

import dev.escriba.billing.control.Holds;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.media.control.AudioStore;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.control.OpenRecording;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Sealing;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.telemetry.control.LogFields;
import dev.escriba.transcription.control.GoneClient;
import dev.escriba.transcription.control.IdempotencyClaims;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.control.Quotes;
import dev.escriba.transcription.control.RecordingSource;
import dev.escriba.transcription.control.RunAudio;
import dev.escriba.transcription.control.RunRegistration;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.transcription.control.WorkInProgress;
import dev.escriba.transcription.entity.AcceptedRun;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.QueuedRun;
import dev.escriba.transcription.entity.RunRequest;
import dev.escriba.transcription.entity.TranscriptionCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Accepts runs that wait: the checks of a direct run, without its place and its recognition. */
@ApplicationScoped
public class QueueIntake {

    private static final Logger LOG = Logger.getLogger(QueueIntake.class.getName());

    /** The wait for a place in which the recording is measured. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    @Inject
    WorkInProgress work;

    @Inject
    Models models;

    @Inject
    SpeechRecognition speech;

    @Inject
    IdempotencyClaims claims;

    @Inject
    MediaProbe probe;

    @Inject
    MediaDecoder decoder;

    @Inject
    AudioStore audioStore;

    @Inject
    RunRegistration registration;

    @Inject
    Quotes quotes;

    @Inject
    Holds holds;

    @Inject
    Sealing sealing;

    @Inject
    WaitingAudio waiting;

    @Inject
    QueuedInstances queue;

    @Inject
    DataDirectory data;

    @Inject
    Clock clock;

    @Inject
    QueueSettings settings;

    @Inject
    TranscriptionSettings transcription;

    private final MeasuringPlaces measuring = new MeasuringPlaces();
    private final Set<UUID> arriving = ConcurrentHashMap.newKeySet();

    /**
     * Whether this node makes a run wait. It does not where the caller could never read the transcript: transcripts are
     * not kept, and the request has no idempotency key.
     */
    public boolean isOpen(TranscriptionCommand command) {
        return settings.enabled()
                && (transcription.keepsTranscripts() || command.claim().isPresent());
    }

    /** The runs that are being accepted. */
    Set<UUID> arriving() {
        return arriving;
    }

    /**
     * Accepts a run, or finds the earlier run of the same claim. The caller closes the upload.
     *
     * @param gone whether the client has closed the connection on which it waits for the answer; then nothing is stored
     * @throws Problem as a direct run does before its recognition; 503 or 429 where the queue is full
     */
    public AcceptedRun accept(Caller caller, TranscriptionCommand command, Upload upload, BooleanSupplier gone) {
        return accept(caller, command, RecordingSource.of(upload), gone);
    }

    /**
     * Accepts a run like {@link #accept(Caller, TranscriptionCommand, Upload, BooleanSupplier)}. The recording is
     * opened when it is measured. The run waits with a copy of it. The caller closes it.
     */
    public AcceptedRun accept(
            Caller caller, TranscriptionCommand command, RecordingSource source, BooleanSupplier gone) {
        work.enter();
        try {
            AiModel model = models.required(command.modelId());
            if (!caller.mayUse(model.id())) {
                throw Problem.at("ModelId", 403, "model.forbidden");
            }
            Optional<AcceptedRun> earlier = command.claim().flatMap(claims::earlier);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            source.require();
            command.options().languagesOf(model, "languages");
            speech.requireReady(model.engine());
            queue.requireRoom(caller.accountId(), source.bytes());
            try {
                return measured(caller, command, model, source, () -> GoneClient.requireNot(gone));
            } catch (RuntimeException e) {
                // of two equal requests at the same moment only one can be stored
                return command.claim().flatMap(claims::earlier).orElseThrow(() -> e);
            }
        } finally {
            work.leave();
        }
    }

    private AcceptedRun measured(
            Caller caller, TranscriptionCommand command, AiModel model, RecordingSource source, Runnable client) {
        String account = caller.accountId();
        Runnable left = () -> {};
        try {
            left = work.cancellably(() -> measuring.enter(account, MAX_WAIT));
            client.run();
            Upload upload = source.open().ownedBy(account);
            Recording recording = work.cancellably(() -> probe.probe(upload));
            return stored(new RunRequest(caller, model, command, recording), client);
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        } finally {
            left.run();
        }
    }

    private AcceptedRun stored(RunRequest request, Runnable client) {
        RecognitionRequest recognition = registration.recognition(request);
        Quotes.Quoted quoted;
        try (RunAudio audio = new RunAudio(decoder, audioStore, OpenRecording.of(request.recording()))) {
            quoted = quotes.quoteToWait(
                    request, recognition, registration.fallbacks(request, recognition), audio, client);
        }
        return RunRegistration.withinMeans(quoted, possible -> stored(request, possible, client));
    }

    private AcceptedRun stored(RunRequest request, Quotes.Quoted quoted, Runnable client) {
        Instant now = clock.instant();
        Spender spender = new Spender(
                request.caller().accountId(),
                request.caller().getName(),
                request.command().userIdentifier());
        Optional<Reservation> reservation = quoted.quote().reservation(spender, now);
        Instance instance = Instance.queued(request, quoted.quote().tariff().priceId(), now, data.node());
        UUID id = instance.id();
        Upload upload = request.recording().upload();
        arriving.add(id);
        boolean isStored = false;
        try {
            waiting.storeFile(id, upload);
            reservation.ifPresent(holds::prepare);
            // a client that has no answer sends the recording again, and would pay twice
            client.run();
            store(
                    new QueuedInstances.NewRun(
                            instance,
                            lane(request),
                            upload,
                            quoted.length(),
                            sealed(id, WaitingRequest.of(request, quoted))),
                    reservation,
                    request.command().claim());
            isStored = true;
        } finally {
            if (!isStored) {
                // a commit whose connection broke may have stored the run: then the file is still needed
                forgetUnlessStored(id);
            }
            arriving.remove(id);
        }
        new LogFields("queued")
                .with("instance", id)
                .with("model", request.model().name())
                .with("audio", quoted.length())
                .log(LOG, Level.INFO);
        return new AcceptedRun(id, InstanceState.QUEUED);
    }

    private static String lane(RunRequest request) {
        return request.model().remote().map(RemoteAddress::upstream).orElse(QueuedRun.HERE);
    }

    /**
     * Stores a run. A commit whose connection broke may have stored it although it reports an error. Then it is
     * accepted, because a client that is told otherwise sends it again and pays twice.
     */
    private void store(
            QueuedInstances.NewRun run, Optional<Reservation> reservation, Optional<IdempotencyClaim> claim) {
        try {
            queue.accept(run, reservation, claim);
        } catch (RuntimeException e) {
            UUID id = run.instance().id();
            if (e instanceof Problem || !isStored(id)) {
                throw e;
            }
            LOG.log(Level.INFO, "Execution {0} is stored although its transaction reported an error", id);
        }
    }

    private boolean isStored(UUID id) {
        try {
            return queue.exists(id);
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, e, () -> "It is unknown whether execution " + id + " is stored");
            return false;
        }
    }

    private void forgetUnlessStored(UUID id) {
        try {
            if (!queue.exists(id)) {
                waiting.forgetFile(id);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, e, () -> "The sweep deletes the audio of " + id + " if it was not stored");
        }
    }

    private String sealed(UUID id, WaitingRequest request) {
        byte[] plain = request.json().getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(sealing.seal(context(id), plain, plain.length));
    }

    /** A sealed request is of no use for another run. */
    static String context(UUID instance) {
        return "request " + instance;
    }
}
