package dev.escriba.telemetry.control;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The record of one run, filled by the thread of the run. Closing it writes a log line, metrics and a span. */
public final class RunRecord implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RunRecord.class.getName());

    /** In ISO 639-2: undetermined. */
    private static final String UNKNOWN_LANGUAGE = "und";

    /** Attribute name in spans. */
    static final String INSTANCE = "escriba.instance.id";

    private final RunRecords records;
    private final Spans.Span span;
    private final long began = System.nanoTime();
    private final Map<Step, Long> nanos = new EnumMap<>(Step.class);

    private String outcome = "failed";
    private String failure;
    private UUID instance;
    private String model = "none";
    private String language;
    private Duration audio;

    RunRecord(RunRecords records, Spans.Span span) {
        this.records = records;
        this.span = span;
    }

    /** The name of the chosen model. */
    public void model(String name) {
        model = name;
        span.attribute("escriba.model", name);
    }

    /** The run is stored as this instance. */
    public void instance(UUID id) {
        instance = id;
        span.attribute(INSTANCE, id.toString());
    }

    /**
     * The run succeeded.
     *
     * @param spoken language of the transcript; null without one
     * @param length of the audio
     */
    public void succeeded(String spoken, Duration length) {
        outcome = "succeeded";
        language = spoken == null ? language : spoken;
        audio = length;
    }

    /** The recording holds speech, but none in a language that the model knows. */
    void unknownLanguage() {
        language = UNKNOWN_LANGUAGE;
    }

    /** The answer of an earlier run was replayed. */
    public void replayed(UUID earlier) {
        outcome = "replayed";
        instance(earlier);
    }

    /**
     * The run ended without a transcript. It counts as refused if it was not stored yet.
     *
     * @param reason one word for operators
     */
    public void failed(String reason) {
        outcome = instance == null ? "refused" : outcome(reason);
        failure = reason;
    }

    private static String outcome(String reason) {
        return switch (reason) {
            case "stopped" -> "stopped";
            case "client-gone", "cancelled" -> "cancelled";
            default -> "failed";
        };
    }

    UUID instance() {
        return instance;
    }

    void took(Step step, long time) {
        nanos.merge(step, time, Long::sum);
    }

    @Override
    public void close() {
        records.end();
        span.attribute("escriba.outcome", outcome);
        span.end();
        records.metrics().ended(outcome, model);
        if (outcome.equals("succeeded")) {
            records.metrics()
                    .transcribed(
                            model, language == null ? "none" : language, audio, nanos.getOrDefault(Step.RECOGNISE, 0L));
        }
        // a refused request already has a log line
        if (instance != null) {
            log();
        }
    }

    private void log() {
        LogFields line = new LogFields("run")
                .with("outcome", outcome)
                .with("failure", failure)
                .with("instance", instance)
                .with("model", model)
                .with("language", language)
                .with("audio", audio);
        nanos.forEach((step, time) -> line.with(step.text(), Duration.ofNanos(time)));
        line.with("total", Duration.ofNanos(System.nanoTime() - began))
                .with("request", RequestIds.current().orElse(null))
                .log(LOG, Level.INFO);
    }
}
