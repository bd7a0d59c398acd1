package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Finds the format, codec and tracks of an upload without decoding it. A WAV file with PCM samples is read here. For
 * all others it uses ffmpeg, because ffprobe opens a decoder for every track, also for video.
 */
@ApplicationScoped
public class MediaProbe {

    private static final int MAX_OUTPUT = 1 << 20;

    /** Copies the first packet of the track, under a header that names codec, rate and layout. */
    static final List<String> FIRST_PACKET = List.of("-c", "copy", "-frames:a", "1", "-f", "framecrc");

    private Sniffer sniffer;
    private Ffmpeg ffmpeg;
    private ProcessTimeouts timeouts;

    @Inject
    RunRecords records = new RunRecords();

    protected MediaProbe() {}

    @Inject
    public MediaProbe(Sniffer sniffer, Ffmpeg ffmpeg, MediaSettings settings) {
        this.sniffer = sniffer;
        this.ffmpeg = ffmpeg;
        timeouts = new ProcessTimeouts(settings.maxProbeTime(), settings.maxProbeTime(), settings.maxProbeTime());
    }

    /**
     * Probes an upload.
     *
     * @throws Problem 400 when its format is not accepted, when it cannot be decoded, has no audio track, or needs too
     *     much processor time; 503 when this machine is too slow or runs too many ffmpeg processes
     */
    public Recording probe(Upload upload) {
        MediaFormat format = sniffer.recognise(upload);
        return records.measure(Step.PROBE, () -> new Recording(upload, probe(upload, format)));
    }

    private MediaFacts probe(Upload upload, MediaFormat format) {
        return wave(upload, format).orElseGet(() -> probeWithFfmpeg(upload, format));
    }

    /** What a WAV file with PCM samples says; empty for all that ffmpeg reads. */
    private static Optional<MediaFacts> wave(Upload upload, MediaFormat format) {
        if (format != MediaFormat.WAV) {
            return Optional.empty();
        }
        return WaveHeader.of(upload.path()).map(WaveHeader::facts);
    }

    private MediaFacts probeWithFfmpeg(Upload upload, MediaFormat format) {
        ProbeReport report = report(upload, format, Ffmpeg.FIRST_AUDIO);
        int first = report.firstTrack().orElse(0);
        int best = report.bestTrack(format).orElse(first);
        return best == first
                ? report.facts(format, first)
                : report(upload, format, "0:" + best).facts(format, best);
    }

    private ProbeReport report(Upload upload, MediaFormat format, String track) {
        try (FencedProcess process = ffmpeg.open(upload, format, track, FIRST_PACKET, true, timeouts)) {
            byte[] report = ProcessOutput.of(process, MAX_OUTPUT);
            if (report.length == MAX_OUTPUT) {
                throw Problem.invalid("File", "file.undecodable");
            }
            int exitCode = process.exitCode();
            if (process.isOverdue()) {
                throw Problem.unavailable();
            }
            if (process.isExhausted() || ExitCode.isOutOfTime(exitCode)) {
                throw Problem.invalid("File", "file.too-slow");
            }
            String messages = new String(report, StandardCharsets.UTF_8);
            ExitCode.requireStarted(exitCode, messages);
            return new ProbeReport(messages);
        }
    }
}
