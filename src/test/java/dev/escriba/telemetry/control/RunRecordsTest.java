package dev.escriba.telemetry.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metrics of runs, as the metrics page shows them. */
class RunRecordsTest {

    private final Meters meters = new Meters();
    private final RunRecords records = new RunRecords();

    @BeforeEach
    void wire() {
        records.metrics = new RunMetrics();
        records.metrics.meters = meters;
        records.metrics.register();
    }

    private String page() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        meters.page("text/plain").write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void countsWhatSucceeded() throws IOException {
        try (RunRecord record = records.begin()) {
            record.model("m");
            record.instance(UUID.randomUUID());
            records.measure(Step.RECOGNISE, "embedded", () -> "text");
            record.succeeded("es", Duration.ofMillis(2500));
        }
        assertThat(page())
                .contains("escriba_runs_total{model=\"m\",outcome=\"succeeded\"} 1.0")
                .contains("escriba_audio_seconds_total{language=\"es\",model=\"m\"} 2.5")
                .contains("escriba_real_time_factor_count{model=\"m\"} 1")
                .contains("escriba_engine_duration_seconds_count{engine=\"embedded\"} 1");
    }

    @Test
    void silenceHasNoFactor() throws IOException {
        try (RunRecord record = records.begin()) {
            record.model("m");
            record.succeeded(null, Duration.ZERO);
        }
        assertThat(page())
                .contains("escriba_audio_seconds_total{language=\"none\",model=\"m\"} 0.0")
                .doesNotContain("escriba_real_time_factor_count{");
    }

    @Test
    void tellsSpeechInAnUnknownLanguageFromSilence() throws IOException {
        try (RunRecord record = records.begin()) {
            record.model("m");
            records.unknownLanguage();
            record.succeeded(null, Duration.ofSeconds(3));
        }
        assertThat(page()).contains("escriba_audio_seconds_total{language=\"und\",model=\"m\"} 3.0");
    }

    @Test
    void tellsRefusedFailedStoppedAndCancelled() throws IOException {
        try (RunRecord record = records.begin()) {
            record.failed("problem-400");
        }
        for (String reason : new String[] {"problem-500", "stopped", "client-gone"}) {
            try (RunRecord record = records.begin()) {
                record.instance(UUID.randomUUID());
                record.failed(reason);
            }
        }
        assertThat(page())
                .contains(
                        "outcome=\"refused\"} 1.0",
                        "outcome=\"failed\"} 1.0",
                        "outcome=\"stopped\"} 1.0",
                        "outcome=\"cancelled\"} 1.0");
    }

    @Test
    void countsFailuresOfFfmpegAndNoWaitOfRefusedRuns() throws IOException {
        assertThatThrownBy(() -> records.measure(Step.PROBE, () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThatThrownBy(() -> records.measure(Step.WAIT, () -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");
        try (RunRecords.ParallelStep decoding = records.parallel(Step.DECODE)) {
            decoding.waited(250, TimeUnit.MILLISECONDS);
            decoding.waited(250, TimeUnit.MILLISECONDS);
        }
        assertThat(page())
                .contains("escriba_ffmpeg_failures_total{task=\"probe\"} 1.0")
                .contains("escriba_ffmpeg_failures_total{task=\"decode\"} 0.0")
                .contains("escriba_ffmpeg_duration_seconds_sum{task=\"decode\"} 0.5")
                .contains("escriba_queue_wait_seconds_count 0");
    }

    @Test
    void leavesNoThreadBehind() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread ->
                        thread.getName().toLowerCase(java.util.Locale.ROOT).contains("prometheus"));
    }
}
