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

/** The one way into recognition: has a run admitted, opens its audio, and hands it to the engine that its model names. */
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
     * @param engine by its name
     * @throws Problem 503, with a time to come back, while the engine starts; 503 where it cannot start or the service stops
     */
    public void requireReady(String engine) {
        engines.ready(engine);
    }

    /**
     * Refuses a run that would be refused now, before something is done for it.
     *
     * @param engine by its name
     * @throws Problem 503 when the engine has no place for it or is not ready
     */
    public void requirePlace(String engine, RecognitionRequest request) {
        engines.admission(engines.ready(engine)).requirePlace(request.accountId(), request.claimed());
    }

    /**
     * The most tokens that {@link #recognize} can count for a recording of this length.
     *
     * @param engine by its name
     * @throws Problem 503 when the engine is not ready
     */
    public TokenLimit most(String engine, RecognitionRequest request, Duration audio) {
        return engines.ready(engine).most(audio, request);
    }

    /**
     * Recognises a recording. The audio is opened only when there is a place for the run, and closed in any case.
     *
     * @param engine by its name
     * @throws Problem 503 at once when the engine has no place for it or is not ready; whatever the engine and the audio throw
     * @throws InterruptedException when the calling thread is interrupted: the run is cancelled
     * @throws IllegalArgumentException when there is no such engine
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
     * How the start of the default model's engine ends: with recognition that works, or with what keeps it from working. Never, where the application stops
     * before that.
     */
    public CompletionStage<Readiness> started() {
        return engines.started();
    }

    /** Whether runs of the default model can begin, and if not, why. */
    public Readiness readiness() {
        return engines.readiness();
    }
}
