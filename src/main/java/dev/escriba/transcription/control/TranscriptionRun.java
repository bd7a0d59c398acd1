package dev.escriba.transcription.control;

import dev.escriba.billing.control.Holds;
import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.telemetry.control.RunRecord;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.Quote;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One run, from a received upload to an answer that is stored and paid for. */
@ApplicationScoped
public class TranscriptionRun {

    private static final String STOPPED = "stopped";
    private static final Logger LOG = Logger.getLogger(TranscriptionRun.class.getName());

    @Inject
    WorkInProgress work;

    @Inject
    Models models;

    @Inject
    MediaProbe probe;

    @Inject
    MediaDecoder decoder;

    @Inject
    SpeechRecognition speech;

    @Inject
    Quotes quotes;

    @Inject
    Holds holds;

    @Inject
    Instances instances;

    @Inject
    Settlement settlement;

    @Inject
    IdempotencyClaims claims;

    @Inject
    Leases leases;

    @Inject
    DataDirectory data;

    @Inject
    Clock clock;

    @Inject
    RunRecords records = new RunRecords();

    /** A run that is stored as RUNNING, with the most that it can cost set aside. */
    private record Begun(
            UUID instance, AiModel model, Quote quote, Optional<Reservation> held, RecognitionRequest request) {}

    /**
     * Transcribes, or answers again what was transcribed for the same claim. Whatever is thrown, the instance has ended as FAILED and nothing
     * is owed; where the database is away, as soon as its lease is over.
     */
    public TranscriptionResult run(Caller caller, TranscriptionCommand order, Upload upload) {
        work.enter();
        try (RunRecord record = records.begin()) {
            try {
                return run(caller, order, upload, record);
            } catch (RuntimeException | Error e) {
                record.failed(work.isCancelled() ? STOPPED : reason(e));
                throw e;
            }
        } finally {
            work.leave();
        }
    }

    private TranscriptionResult run(Caller caller, TranscriptionCommand order, Upload upload, RunRecord record) {
        AiModel model = models.required(order.modelId());
        record.model(model.name());
        if (!caller.mayUse(model.id())) {
            throw Problem.at("ModelId", 403, "model.forbidden");
        }
        Optional<TranscriptionResult> earlier = earlier(order);
        if (earlier.isPresent()) {
            return replayed(earlier.get(), record);
        }
        speech.requireReady(model.engine());
        Recording recording = probe.probe(upload);
        Begun begun;
        try {
            begun = begin(caller, model, order, recording, record);
        } catch (RuntimeException e) {
            // where two of the same come at once, only one of them can begin
            return replayed(earlier(order).orElseThrow(() -> e), record);
        }
        leases.hold(begun.instance());
        try {
            TranscriptionResult execution = execute(begun, order, recording);
            record.succeeded(execution.language().orElse(null), execution.duration());
            return execution;
        } finally {
            leases.letGo(begun.instance());
        }
    }

    private static TranscriptionResult replayed(TranscriptionResult execution, RunRecord record) {
        record.replayed(execution.instanceId());
        return execution;
    }

    private Optional<TranscriptionResult> earlier(TranscriptionCommand order) {
        return order.claim().flatMap(claims::replay);
    }

    private Begun begin(
            Caller caller, AiModel model, TranscriptionCommand order, Recording recording, RunRecord record) {
        Instant now = clock.instant();
        RecognitionRequest request = new RecognitionRequest(
                Optional.of(model.id()),
                Set.copyOf(model.languages()),
                order.prompt(),
                caller.accountId(),
                recording.claimed());
        Quote quote = quotes.quote(caller, model, request, recording);
        Optional<Reservation> reservation =
                quote.reservation(new Spender(caller.accountId(), caller.getName(), order.userIdentifier()), now);
        Instance instance =
                new Instance(caller, model, order, quote.tariff().priceId(), recording, data.node(), now, leases.end());
        records.measure(Step.HOLD, () -> {
            reservation.ifPresent(holds::prepare);
            instances.begin(instance, reservation, order.claim());
            record.instance(instance.id());
            return instance;
        });
        return new Begun(instance.id(), model, quote, reservation, request);
    }

    private TranscriptionResult execute(Begun begun, TranscriptionCommand order, Recording recording) {
        TranscriptionResult execution = null;
        try {
            Recognition recognition = work.cancellably(
                    () -> speech.recognize(begun.model().engine(), begun.request(), () -> decoder.decode(recording)));
            execution = execution(begun, recognition);
            settle(begun, recognition, execution.cost(), order);
            return execution;
        } catch (InterruptedException | RuntimeException e) {
            // once runs are cancelled whatever fails does because of that, and before by itself; an interrupt's flag
            // stays
            // down, as the database is needed once more
            boolean stopped = e instanceof InterruptedException || isStopping(e);
            if (fail(begun, stopped ? STOPPED : reason(e)) == InstanceState.SUCCEEDED && execution != null) {
                // settled, though nobody said so: it is paid, and so it is answered
                return execution;
            }
            throw !stopped && e instanceof RuntimeException failure ? failure : Problem.unavailable();
        } catch (Error e) {
            fail(begun, isStopping(e) ? STOPPED : reason(e));
            throw e;
        }
    }

    private void settle(Begun begun, Recognition recognition, Cost cost, TranscriptionCommand order)
            throws InterruptedException {
        records.<Begun, InterruptedException>measure(Step.SETTLE, () -> {
            settlement.settle(begun.instance(), recognition, cost, begun.held(), order.claim());
            return begun;
        });
    }

    /**
     * A server may take the application's classes away before it says that it stops: what is loaded for the first time then is missing. Where
     * it is not that, the class was never packed, which the log has to tell.
     */
    private boolean isStopping(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoClassDefFoundError missing) {
                LOG.log(Level.WARNING, "A run ends as the application stops, or for want of a class", missing);
                return true;
            }
        }
        return work.isCancelled();
    }

    private static String reason(Throwable thrown) {
        return thrown instanceof Problem problem ? "problem-" + problem.status() : "unexpected";
    }

    private static TranscriptionResult execution(Begun begun, Recognition recognition) {
        return new TranscriptionResult(
                begun.instance(),
                Optional.of(recognition.text()),
                recognition.language(),
                recognition.duration(),
                recognition.completionTokens(),
                recognition.promptTokens(),
                cost(begun, recognition),
                false);
    }

    /** Never more than was set aside: an engine that needs more than it promised is not the caller's affair. */
    private static Cost cost(Begun begun, Recognition recognition) {
        Cost cost = begun.quote().cost(recognition);
        Cost charged = cost.atMost(begun.quote().most());
        if (!charged.equals(cost)) {
            LOG.log(
                    Level.SEVERE,
                    "Execution {0} used more than its engine said it could; what is over the hold is not charged",
                    begun.instance());
        }
        return charged;
    }

    /** A database that fails too must not hide why the run failed; the lease ends what cannot be ended now. How the run has ended, as far as is known. */
    private InstanceState fail(Begun begun, String failure) {
        try {
            return instances.fail(begun.instance(), failure);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "Instance " + begun.instance() + " could not be ended: " + failure, e);
            return InstanceState.RUNNING;
        }
    }
}
