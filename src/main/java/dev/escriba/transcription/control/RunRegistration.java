package dev.escriba.transcription.control;

import dev.escriba.billing.control.Holds;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.telemetry.control.RunRecord;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.Quote;
import dev.escriba.transcription.entity.RunRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Registers a run before it is worked on: quotes its cost, places the hold, stores the instance and takes the lease.
 */
@ApplicationScoped
public class RunRegistration {

    @Inject
    Quotes quotes;

    @Inject
    SpeechRecognition speech;

    @Inject
    Fallbacks fallbacks;

    @Inject
    Holds holds;

    @Inject
    Instances instances;

    @Inject
    Leases leases;

    @Inject
    Clock clock;

    @Inject
    RunRecords records = new RunRecords();

    /**
     * Stores the run as RUNNING, with its hold and its claim. This node renews the lease until {@link #end}.
     *
     * @param check is called before each read of audio that measures the recording; what it throws, this method throws
     * @throws Problem 400 where the run asks for words and the model cannot tell them
     * @throws RuntimeException where the run cannot be quoted or stored; then neither an instance nor a hold is stored
     */
    StartedRun begin(RunRequest request, RunAudio audio, Admission.Place place, Runnable check, RunRecord record) {
        RecognitionRequest recognition = recognition(request);
        Quotes.Quoted quoted =
                quotes.quote(request, recognition, fallbacks.of(request, recognition), audio, place, check);
        return withinMeans(quoted, possible -> begin(request, recognition, possible, audio, record));
    }

    /**
     * Stores a run with its quote. If the account or a limit does not permit a hold that only a fallback has raised,
     * stores the run without such fallbacks. So no run is refused because of a fallback.
     *
     * @param store is called once or twice; if the first call throws, it has stored nothing
     */
    public static <T> T withinMeans(Quotes.Quoted quoted, Function<Quotes.Quoted, T> store) {
        try {
            return store.apply(quoted);
        } catch (Problem refused) {
            if (refused.status() != 400 || !quoted.quote().isRaised()) {
                throw refused;
            }
            return store.apply(quoted.withoutRaise());
        }
    }

    private StartedRun begin(
            RunRequest request,
            RecognitionRequest recognition,
            Quotes.Quoted quoted,
            RunAudio audio,
            RunRecord record) {
        Instant now = clock.instant();
        Caller caller = request.caller();
        Quote quote = quoted.quote();
        Optional<Reservation> reservation = quote.reservation(
                new Spender(
                        caller.accountId(), caller.getName(), request.command().userIdentifier()),
                now);
        // the quote may have decoded the whole recording: the lease begins after that
        Instance instance = new Instance(request, quote.tariff().priceId(), now, leases.grant());
        records.measure(Step.HOLD, () -> {
            reservation.ifPresent(holds::prepare);
            instances.begin(instance, reservation, request.command().claim());
            record.instance(instance.id());
            return instance;
        });
        leases.hold(instance.id());
        return new StartedRun(instance.id(), request, recognition, quoted.fallbacks(), audio, quote, reservation);
    }

    /**
     * The parameters of the recognition.
     *
     * @throws Problem 400 where the run asks for words and the model cannot tell them
     */
    public RecognitionRequest recognition(RunRequest request) {
        RecognitionRequest recognition = new RecognitionRequest(
                Optional.of(request.model().id()),
                request.command().options().languagesOf(request.model(), "languages"),
                request.command().prompt(),
                request.command().options().keywords(),
                request.command().options().words(),
                request.caller().accountId(),
                request.recording().claimed());
        if (recognition.words() && !speech.knowsWords(request.model().engine(), recognition)) {
            throw Problem.at("timestamp_granularities", 400, "words.unsupported");
        }
        return request.separatesChannels() ? recognition : recognition.of(request.recording());
    }

    /** The models that may take the run over. */
    public List<AiModel> fallbacks(RunRequest request, RecognitionRequest recognition) {
        return fallbacks.of(request, recognition);
    }

    /** Stops renewing the lease, once the outcome is stored or cannot be stored. */
    void end(StartedRun run) {
        leases.letGo(run.instance());
    }
}
