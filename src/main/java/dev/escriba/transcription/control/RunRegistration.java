package dev.escriba.transcription.control;

import dev.escriba.billing.control.Holds;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
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
import java.util.Optional;

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
     * @throws Problem 400 where the run asks for words and the model cannot tell them
     * @throws RuntimeException where the run cannot be quoted or stored; then neither an instance nor a hold is stored
     */
    StartedRun begin(RunRequest request, RunAudio audio, Admission.Place place, RunRecord record) {
        Instant now = clock.instant();
        Caller caller = request.caller();
        RecognitionRequest recognition = recognition(request);
        Quote quote = quotes.quote(request, recognition, audio, place);
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
        return new StartedRun(instance.id(), request, recognition, audio, quote, reservation);
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
        return recognition;
    }

    /** Stops renewing the lease, once the outcome is stored or cannot be stored. */
    void end(StartedRun run) {
        leases.letGo(run.instance());
    }
}
