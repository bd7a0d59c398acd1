package dev.escriba.transcription.control;

import dev.escriba.billing.entity.Cost;
import dev.escriba.media.entity.Peaks;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.ChannelAudio;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.RunOutcome;
import dev.escriba.transcription.entity.RunRequest;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
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

    /**
     * Returns the result of a run that is stored as SUCCEEDED. When this method throws, the run is stored as FAILED.
     *
     * @param listener is told each segment as soon as it is final. What it throws before the settlement ends the run
     */
    TranscriptionResult execute(StartedRun run, Admission.Place place, RunListener listener) {
        TranscriptionResult result = null;
        try {
            Peaks peaks = new Peaks();
            Recognition recognition = recognize(run, place, peaks, listener);
            listener.recognized(recognition);
            result = result(run, recognition);
            settle(run, new RunOutcome(recognition, result.cost(), peaks));
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
        Recognition recognition = recognize(run, place, peaks, RunListener.of(instance -> {}, listener));
        TranscriptionResult result = result(run, recognition);
        RunOutcome outcome = new RunOutcome(recognition, result.cost(), peaks);
        records.<StartedRun, InterruptedException>measure(Step.SETTLE, () -> {
            settlement.settle(run.instance(), () -> store.accept(outcome));
            return run;
        });
        return result;
    }

    private Recognition recognize(StartedRun run, Admission.Place place, Peaks peaks, RunListener listener)
            throws InterruptedException {
        Recognition recognition = recognizeAudio(run, place, peaks, listener);
        if (recognition.unknownLanguage()) {
            records.unknownLanguage();
        }
        return recognition;
    }

    private Recognition recognizeAudio(StartedRun run, Admission.Place place, Peaks peaks, RunListener listener)
            throws InterruptedException {
        RunRequest request = run.request();
        String engine = request.model().engine();
        RunAudio audio = run.audio();
        if (run.quote().channels().isEmpty()) {
            return work.cancellably(() -> speech.recognize(
                    engine,
                    run.recognition(),
                    place,
                    () -> new CheckedAudio(peaks.measure(audio.open()), listener),
                    listener));
        }
        List<ChannelAudio> channels = run.quote().channels().stream()
                .map(channel ->
                        new ChannelAudio(channel, () -> new CheckedAudio(peaks.measure(audio.open(channel)), listener)))
                .toList();
        return work.cancellably(() -> speech.recognizeChannels(engine, run.recognition(), place, channels, listener));
    }

    private void settle(StartedRun run, RunOutcome outcome) throws InterruptedException {
        records.<StartedRun, InterruptedException>measure(Step.SETTLE, () -> {
            settlement.settle(
                    run.instance(), outcome, run.held(), run.request().command().claim());
            return run;
        });
    }

    private static TranscriptionResult result(StartedRun run, Recognition recognition) {
        return new TranscriptionResult(
                run.instance(),
                Optional.of(recognition.text()),
                recognition.language(),
                recognition.duration(),
                recognition.completionTokens(),
                recognition.promptTokens(),
                cost(run, recognition),
                false,
                recognition.segments());
    }

    /** The cost, at most the hold: the engine may use more tokens than its limit. */
    private static Cost cost(StartedRun run, Recognition recognition) {
        Cost cost = run.quote().cost(recognition);
        Cost charged = cost.atMost(run.quote().most());
        if (!charged.equals(cost)) {
            LOG.log(
                    Level.SEVERE,
                    "Execution {0} used more tokens than the limit that its engine gave; the cost above the hold is not"
                            + " charged",
                    run.instance());
        }
        return charged;
    }
}
