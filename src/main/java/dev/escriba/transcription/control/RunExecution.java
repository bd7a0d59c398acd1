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
     * @param listener is told each segment as soon as it is final. If it says that the client is gone, the run ends,
     *     unless it has an idempotency key
     */
    TranscriptionResult execute(StartedRun run, Admission.Place place, SegmentListener listener) {
        TranscriptionResult result = null;
        try {
            Peaks peaks = new Peaks();
            Answerer[] answerer = {chosen(run)};
            boolean repeatable = run.request().command().claim().isPresent();
            Recognition recognition =
                    recognize(run, place, peaks, repeatable ? GoneClient.survivedBy(listener) : listener, answerer);
            if (recognition.unknownLanguage()) {
                records.unknownLanguage();
            }
            result = result(run, answerer[0], recognition);
            settle(
                    run,
                    new RunOutcome(
                            recognition,
                            result.cost(),
                            peaks,
                            Optional.of(answerer[0]).filter(Answerer::tookOver)));
            return result;
        } catch (InterruptedException | RuntimeException e) {
            // the interrupt flag stays cleared, because the database is needed once more
            boolean stopped = e instanceof InterruptedException || failures.isCausedByStop(e);
            InstanceState state = failures.fail(run.instance(), stopped ? RunFailures.STOPPED : RunFailures.reason(e));
            if (state == InstanceState.SUCCEEDED && result != null) {
                // the settlement was committed although it reported an error: the caller paid and gets the result
                return result;
            }
            throw !stopped && e instanceof RuntimeException failure ? failure : Problem.unavailable();
        } catch (Error e) {
            failures.fail(run.instance(), failures.isCausedByStop(e) ? RunFailures.STOPPED : RunFailures.reason(e));
            throw e;
        }
    }

    private static Answerer chosen(StartedRun run) {
        return new Answerer(run.request().model().id(), run.quote().tariff(), false);
    }

    /**
     * Recognises with the chosen model, or else with the first of its fallbacks that works. Segments that were told
     * cannot be taken back: after the first one, no other model takes over.
     *
     * @param answerer is replaced where a fallback answers
     */
    private Recognition recognize(
            StartedRun run, Admission.Place place, Peaks peaks, SegmentListener listener, Answerer[] answerer)
            throws InterruptedException {
        boolean[] told = {false};
        SegmentListener noting = segment -> {
            told[0] = true;
            listener.segment(segment);
        };
        AiModel chosen = run.request().model();
        try {
            return recognize(run, chosen, run.recognition(), place, peaks, noting);
        } catch (EngineFailure failure) {
            // a run that waited for a place while it holds another one could wait for ever
            place.close();
            for (Fallback fallback : run.fallbacks()) {
                if (told[0]) {
                    throw failure;
                }
                Optional<Recognition> recognition = takeOver(run, fallback, peaks, noting, failure);
                if (recognition.isPresent()) {
                    answerer[0] = new Answerer(fallback.model().id(), fallback.tariff(), true);
                    remote.tookOver(chosen.name(), fallback.model().name());
                    LOG.log(Level.WARNING, "Execution {0}: {1} failed ({2}), {3} took over", new Object[] {
                        run.instance(),
                        chosen.name(),
                        failure.reason(),
                        fallback.model().name()
                    });
                    return recognition.get();
                }
            }
            throw failure;
        }
    }

    /** Empty where this model fails too, or has no place. */
    private Optional<Recognition> takeOver(
            StartedRun run, Fallback fallback, Peaks peaks, SegmentListener listener, EngineFailure failure)
            throws InterruptedException {
        RecognitionRequest recognition = fallback.recognition();
        try (Admission.Place place = work.cancellably(
                () -> speech.admit(fallback.model().engine(), recognition.modelId(), recognition.accountId()))) {
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

    private Recognition recognize(
            StartedRun run,
            AiModel model,
            RecognitionRequest recognition,
            Admission.Place place,
            Peaks peaks,
            SegmentListener listener)
            throws InterruptedException {
        String engine = model.engine();
        RunAudio audio = run.audio();
        if (run.quote().channels().isEmpty()) {
            return work.cancellably(
                    () -> speech.recognize(engine, recognition, place, () -> peaks.measure(audio.open()), listener));
        }
        List<ChannelAudio> channels = run.quote().channels().stream()
                .map(channel -> new ChannelAudio(channel, () -> peaks.measure(audio.open(channel))))
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

    private static TranscriptionResult result(StartedRun run, Answerer answerer, Recognition recognition) {
        return new TranscriptionResult(
                run.instance(),
                Optional.of(recognition.text()),
                recognition.language(),
                recognition.duration(),
                recognition.completionTokens(),
                recognition.promptTokens(),
                cost(run, answerer, recognition),
                false,
                recognition.segments());
    }

    /** The cost, at most the hold: the engine may use more tokens than its limit. */
    private static Cost cost(StartedRun run, Answerer answerer, Recognition recognition) {
        Cost cost = run.quote().cost(answerer.tariff(), recognition);
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
