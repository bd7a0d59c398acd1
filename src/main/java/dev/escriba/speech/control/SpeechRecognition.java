package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The entry point of the component: admits a run, opens its audio, and passes it to the engine of its model. */
@ApplicationScoped
public class SpeechRecognition {

    @Inject
    EngineRegistry engines;

    @Inject
    RunRecords records = new RunRecords();

    protected SpeechRecognition() {}

    /** For use without a container. */
    public SpeechRecognition(EngineRegistry engines) {
        this.engines = engines;
    }

    /**
     * Refuses a run while its engine cannot recognise.
     *
     * @param engine the engine's name
     * @throws Problem 503 with a time to retry after while the engine starts; 503 when it cannot start or the service
     *     stops
     */
    public void requireReady(String engine) {
        engines.ready(engine);
    }

    /**
     * Refuses a run that {@link #recognize} would refuse now. Callers use it before they do any work for the run.
     *
     * @param engine the engine's name
     * @throws Problem 503 when the engine has no place for the run or is not ready
     */
    public void requirePlace(String engine, RecognitionRequest request) {
        engines.admission(engines.ready(engine)).requirePlace(request.accountId(), request.claimed());
    }

    /**
     * The maximum numbers of tokens that {@link #recognize} can count for a recording of this length.
     *
     * @param engine the engine's name
     * @throws Problem 503 when the engine is not ready
     */
    public TokenLimit tokenLimit(String engine, RecognitionRequest request, Duration audio) {
        return engines.ready(engine).tokenLimit(audio, request);
    }

    /**
     * Recognises a recording. The audio is opened only when the run has a place, and is always closed.
     *
     * @param engine the engine's name
     * @throws Problem 503 at once when the engine has no place for the run or is not ready; also what the engine and
     *     the audio throw
     * @throws InterruptedException when the calling thread is interrupted, which cancels the run
     * @throws IllegalArgumentException when no engine has this name
     */
    public Recognition recognize(String engine, RecognitionRequest request, AudioSource audio)
            throws InterruptedException {
        SpeechEngine ready = engines.ready(engine);
        Admission admission = engines.admission(ready);
        Admission.Place place = records.<Admission.Place, InterruptedException>measure(
                Step.WAIT, () -> admission.enter(request.accountId(), request.claimed()));
        try (place;
                PcmStream stream = timed(audio)) {
            return records.<Recognition, InterruptedException>measure(
                    Step.RECOGNISE, engine, () -> ready.recognize(stream, request));
        }
    }

    private PcmStream timed(AudioSource audio) {
        RunRecords.ParallelStep decoding = records.parallel(Step.DECODE);
        try {
            return new TimedAudio(audio.open(), decoding);
        } catch (RuntimeException | Error e) {
            decoding.failed(e);
            decoding.close();
            throw e;
        }
    }

    /**
     * Completes when the start of the default model's engine ends: with readiness, or with the reason why it cannot
     * recognise. It does not complete when the application stops before that.
     */
    public CompletionStage<Readiness> started() {
        return engines.started();
    }

    /** Whether runs of the default model can begin, and the reason if they cannot. */
    public Readiness readiness() {
        return engines.readiness();
    }
}
