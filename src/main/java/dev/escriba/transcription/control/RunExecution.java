package dev.escriba.transcription.control;

import dev.escriba.billing.entity.Cost;
import dev.escriba.media.entity.Peaks;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.ChannelAudio;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.EngineFailure;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.telemetry.control.RemoteMetrics;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import dev.escriba.transcription.entity.Answerer;
import dev.escriba.transcription.entity.Fallback;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.RunOutcome;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Works on a registered run: decodes and recognises the recording, and stores the outcome. */
@ApplicationScoped
public class RunExecution {

    private static final Logger LOG = Logger.getLogger(RunExecution.class.getName());

    @Inject
    WorkInProgress work;

    @Inject
    SpeechRecognition speech;

    @Inject
    Settlement settlement;

    @Inject
    RunFailures failures;

    @Inject
    RunRecords records = new RunRecords();

    @Inject
    RemoteMetrics remote = RemoteMetrics.standalone();

    /**
     * Returns the result of a run that is stored as SUCCEEDED. When this method throws, the run is stored as FAILED.
     *
     * @param listener is told each segment as soon as it is final. What it throws before the settlement ends the run
     */
    TranscriptionResult execute(StartedRun run, Admission.Place place, RunListener listener) {
        TranscriptionResult result = null;
        try {
            Peaks peaks = new Peaks();
            Answered answered = recognize(run, place, peaks, listener);
            listener.recognized(answered.recognition());
            result = result(run, answered);
            settle(run, outcome(answered, result, peaks));
            return result;
        } catch (InterruptedException | RuntimeException e) {
            // the interrupt flag stays cleared, because the database is needed once more
            boolean stopped = e instanceof InterruptedException || failures.isCausedByStop(e);
            InstanceState state = failures.fail(run.instance(), stopped ? RunFailures.STOPPED : RunFailures.reason(e));
            if (state == InstanceState.SUCCEEDED && result != null) {
                // the settlement was committed although it reported an error: the caller paid and gets the result
                return result;
            }
            if (state == InstanceState.CANCELLED && !GoneClient.isSaidBy(e)) {
                throw Problem.of(409, "instance.cancelled");
            }
            throw !stopped && e instanceof RuntimeException failure ? failure : Problem.unavailable();
        } catch (Error e) {
            failures.fail(run.instance(), failures.isCausedByStop(e) ? RunFailures.STOPPED : RunFailures.reason(e));
            throw e;
        }
    }

    /**
     * Recognises the recording of an attempt of a queued run and settles it. Stores nothing about a failure.
     *
     * @param store stores the outcome; a second call for the same attempt changes nothing
     * @throws InterruptedException where the run was cancelled, or the application stops
     */
    public TranscriptionResult attempt(
            StartedRun run, Admission.Place place, SegmentListener listener, Consumer<RunOutcome> store)
            throws InterruptedException {
        Peaks peaks = new Peaks();
        Answered answered = recognize(run, place, peaks, RunListener.of(instance -> {}, listener));
        TranscriptionResult result = result(run, answered);
        RunOutcome outcome = outcome(answered, result, peaks);
        records.<StartedRun, InterruptedException>measure(Step.SETTLE, () -> {
            settlement.settle(run.instance(), () -> store.accept(outcome));
            return run;
        });
        return result;
    }

    /** A recognition and the model that made it. */
    private record Answered(Recognition recognition, Answerer by) {}

    private static RunOutcome outcome(Answered answered, TranscriptionResult result, Peaks peaks) {
        return new RunOutcome(
                answered.recognition(),
                result.cost(),
                peaks,
                Optional.of(answered.by()).filter(Answerer::tookOver));
    }

    private Answered recognize(StartedRun run, Admission.Place place, Peaks peaks, RunListener listener)
            throws InterruptedException {
        Answered answered = recognizeAudio(run, place, peaks, new Noting(listener));
        if (answered.recognition().unknownLanguage()) {
            records.unknownLanguage();
        }
        return answered;
    }

    /** Notes whether a segment was told. */
    private static final class Noting implements RunListener {

        private final RunListener listener;
        private boolean told;

        Noting(RunListener listener) {
            this.listener = listener;
        }

        @Override
        public void begun(UUID instance) {
            listener.begun(instance);
        }

        @Override
        public void check() {
            listener.check();
        }

        @Override
        public void segment(Segment segment) {
            told = true;
            listener.segment(segment);
        }
    }

    /**
     * Recognises with the chosen model, or else with the first of its fallbacks that works. Segments that were told
     * cannot be taken back: after the first one, no other model takes over.
     */
    private Answered recognizeAudio(StartedRun run, Admission.Place place, Peaks peaks, Noting listener)
            throws InterruptedException {
        AiModel chosen = run.request().model();
        try {
            return new Answered(
                    recognize(run, chosen, run.recognition(), place, peaks, listener),
                    new Answerer(chosen.id(), run.quote().tariff(), run.quote().most(), false));
        } catch (EngineFailure failure) {
            // a run that waited for a place while it holds another one could wait for ever
            place.close();
            for (Fallback fallback : run.fallbacks()) {
                if (listener.told) {
                    throw failure;
                }
                Optional<Recognition> recognition = takeOver(run, fallback, peaks, listener, failure);
                if (recognition.isPresent()) {
                    AiModel other = fallback.model();
                    remote.tookOver(chosen.name(), other.name());
                    LOG.log(Level.WARNING, "Execution {0}: {1} failed ({2}), {3} took over", new Object[] {
                        run.instance(), chosen.name(), failure.reason(), other.name()
                    });
                    return new Answered(
                            recognition.get(), new Answerer(other.id(), fallback.tariff(), fallback.most(), true));
                }
            }
            throw failure;
        }
    }

    /** Empty where this model fails too, or has no place. */
    private Optional<Recognition> takeOver(
            StartedRun run, Fallback fallback, Peaks peaks, RunListener listener, EngineFailure failure)
            throws InterruptedException {
        RecognitionRequest recognition = fallback.recognition();
        try (Admission.Place place = work.cancellably(() -> admit(run, fallback.model(), recognition))) {
            work.<Void>cancellably(() -> {
                speech.expect(place, recognition.claimed());
                return null;
            });
            return Optional.of(recognize(run, fallback.model(), recognition, place, peaks, listener));
        } catch (Problem problem) {
            if (problem.status() < 500 && !(problem instanceof EngineFailure)) {
                throw problem;
            }
            failure.addSuppressed(problem);
            return Optional.empty();
        }
    }

    /** The claim of a queued run on another server is no place for work on this machine. */
    private Admission.Place admit(StartedRun run, AiModel fallback, RecognitionRequest recognition)
            throws InterruptedException {
        return run.request().model().remote().isPresent()
                ? speech.admit(fallback.engine(), Optional.of(fallback.id()), recognition.accountId())
                : speech.admit(fallback.engine(), recognition);
    }

    private Recognition recognize(
            StartedRun run,
            AiModel model,
            RecognitionRequest wanted,
            Admission.Place place,
            Peaks peaks,
            RunListener listener)
            throws InterruptedException {
        RecognitionRequest recognition = wanted.ofRun(run.instance());
        String engine = model.engine();
        RunAudio audio = run.audio();
        if (run.quote().channels().isEmpty()) {
            return work.cancellably(() -> speech.recognize(
                    engine,
                    recognition,
                    place,
                    () -> new CheckedAudio(peaks.measure(audio.open()), listener::check),
                    listener));
        }
        List<ChannelAudio> channels = run.quote().channels().stream()
                .map(channel -> new ChannelAudio(
                        channel, () -> new CheckedAudio(peaks.measure(audio.open(channel)), listener::check)))
                .toList();
        return work.cancellably(() -> speech.recognizeChannels(engine, recognition, place, channels, listener));
    }

    private void settle(StartedRun run, RunOutcome outcome) throws InterruptedException {
        records.<StartedRun, InterruptedException>measure(Step.SETTLE, () -> {
            settlement.settle(
                    run.instance(), outcome, run.held(), run.request().command().claim());
            return run;
        });
    }

    private static TranscriptionResult result(StartedRun run, Answered answered) {
        Recognition recognition = answered.recognition();
        return new TranscriptionResult(
                run.instance(),
                Optional.of(recognition.text()),
                recognition.language(),
                recognition.duration(),
                recognition.completionTokens(),
                recognition.promptTokens(),
                cost(run, answered),
                false,
                recognition.segments());
    }

    /** The cost, at most the limit of the model that answered: its engine may use more tokens than it said. */
    private static Cost cost(StartedRun run, Answered answered) {
        Cost cost = run.quote().cost(answered.by().tariff(), answered.recognition());
        Cost charged = cost.atMost(answered.by().most());
        if (!charged.equals(cost)) {
            LOG.log(
                    Level.SEVERE,
                    "Execution {0} used more tokens than the limit that its engine gave; the cost above the limit is"
                            + " not charged",
                    run.instance());
        }
        return charged;
    }
}
