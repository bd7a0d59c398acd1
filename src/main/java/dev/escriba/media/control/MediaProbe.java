package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Finds the format, codec and tracks of an upload without decoding it. It uses ffmpeg, because ffprobe opens a decoder
 * for every track, also for video.
 */
@ApplicationScoped
public class MediaProbe {

    private static final int MAX_OUTPUT = 1 << 20;

    /** Copies the first packet of the track, under a header that names codec, rate and layout. */
    static final List<String> FIRST_PACKET = List.of("-c", "copy", "-frames:a", "1", "-f", "framecrc");

    @Inject
    Sniffer sniffer;

    @Inject
    Ffmpeg ffmpeg;

    @Inject
    @ConfigProperty(name = "escriba.media.max-probe-time", defaultValue = "PT30S")
    Duration maxTime;

    @Inject
    RunRecords records = new RunRecords();

    private ProcessTimeouts timeouts;

    protected MediaProbe() {}

    /** For use without a container. */
    public MediaProbe(Sniffer sniffer, Ffmpeg ffmpeg, Duration maxTime) {
        this.sniffer = sniffer;
        this.ffmpeg = ffmpeg;
        this.maxTime = maxTime;
        check();
    }

    /**
     * Probes an upload.
     *
     * @throws Problem 400 when its format is not accepted, when it cannot be decoded, has no audio track, or takes too
     *     long
     */
    public Recording probe(Upload upload) {
        MediaFormat format = sniffer.recognise(upload);
        return records.measure(Step.PROBE, () -> new Recording(upload, probe(upload, format)));
    }

    private MediaFacts probe(Upload upload, MediaFormat format) {
        try (FencedProcess process = ffmpeg.open(upload, format, FIRST_PACKET, true, timeouts)) {
            byte[] report = ProcessOutput.of(process, MAX_OUTPUT);
            if (report.length == MAX_OUTPUT) {
                throw Problem.invalid("File", "file.undecodable");
            }
            int exitCode = process.exitCode();
            if (process.isOverdue() || ExitCode.isOutOfTime(exitCode)) {
                throw Problem.invalid("File", "file.too-slow");
            }
            String messages = new String(report, StandardCharsets.UTF_8);
            ExitCode.requireStarted(exitCode, messages);
            return new ProbeReport(messages).facts(format);
        }
    }

    @PostConstruct
    private void check() {
        ProcessTimeouts.requirePositive("escriba.media.max-probe-time", maxTime);
        timeouts = new ProcessTimeouts(maxTime, maxTime, maxTime);
    }

    /** A wrong configuration shows when the service starts, not with its first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}
}
