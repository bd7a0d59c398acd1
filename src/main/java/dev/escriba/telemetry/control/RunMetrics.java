package dev.escriba.telemetry.control;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/** The metrics of runs. */
@ApplicationScoped
public class RunMetrics {

    private static final double[] FACTORS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};

    @Inject
    Meters meters = new Meters();

    private Counter runs;
    private Counter audio;
    private Counter processing;
    private Histogram factor;
    private Histogram wait;
    private Histogram ffmpeg;
    private Histogram engine;
    private Histogram ledger;
    private Counter ffmpegFailures;

    @PostConstruct
    void register() {
        runs = meters.counter(
                "escriba_runs",
                "Requests to transcribe whose fields were read, by outcome (succeeded, replayed, failed, stopped,"
                        + " refused) and model.",
                "outcome",
                "model");
        audio = meters.counter(
                "escriba_audio_seconds",
                "Seconds of transcribed audio, by model and spoken language: none without speech, und for speech in a"
                        + " language that the model does not know.",
                "model",
                "language");
        processing = meters.counter(
                "escriba_processing_seconds",
                "Processing time of successful runs from admission on, decoding included, by model.",
                "model");
        factor = meters.histogram(
                "escriba_real_time_factor",
                "Processing time of successful runs, divided by the length of the audio: below 1 is faster than"
                        + " real time.",
                FACTORS,
                "model");
        wait = meters.seconds("escriba_queue_wait_seconds", "Waiting time of runs in the admission queue.");
        ffmpeg = meters.seconds(
                "escriba_ffmpeg_duration_seconds", "Waiting time for ffmpeg, by task (probe, length, decode).", "task");
        engine = meters.seconds(
                "escriba_engine_duration_seconds",
                "Duration of a recognition, decoding included, by engine.",
                "engine");
        ledger = meters.seconds(
                "escriba_ledger_duration_seconds", "Duration of a billing step, by step (hold, settle).", "step");
        ffmpegFailures = meters.counter(
                "escriba_ffmpeg_failures",
                "Recordings that ffmpeg could not read within its time limit, by task (probe, length, decode).",
                "task");
        wait.initLabelValues();
        for (Step task : new Step[] {Step.PROBE, Step.LENGTH, Step.DECODE}) {
            ffmpeg.initLabelValues(task.text());
            ffmpegFailures.initLabelValues(task.text());
        }
        ledger.initLabelValues(Step.HOLD.text());
        ledger.initLabelValues(Step.SETTLE.text());
    }

    /** Registers the metrics before the first run. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    void took(Step step, String engineName, long nanos) {
        double seconds = nanos / 1e9;
        switch (step) {
            case PROBE, LENGTH, DECODE -> ffmpeg.labelValues(step.text()).observe(seconds);
            case HOLD, SETTLE -> ledger.labelValues(step.text()).observe(seconds);
            case WAIT -> wait.observe(seconds);
            case RECOGNISE -> engine.labelValues(engineName).observe(seconds);
        }
    }

    void failed(Step step) {
        if (step == Step.PROBE || step == Step.LENGTH || step == Step.DECODE) {
            ffmpegFailures.labelValues(step.text()).inc();
        }
    }

    void ended(String outcome, String model) {
        runs.labelValues(outcome, model).inc();
    }

    void transcribed(String model, String language, Duration length, long processingNanos) {
        double seconds = length.toNanos() / 1e9;
        audio.labelValues(model, language).inc(seconds);
        processing.labelValues(model).inc(processingNanos / 1e9);
        if (seconds > 0) {
            factor.labelValues(model).observe(processingNanos / 1e9 / seconds);
        }
    }
}
