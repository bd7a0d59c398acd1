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

/**
 * Finds out what is in an upload without decoding it. By ffmpeg and not by ffprobe, which insists on opening a decoder for
 * every track, video included.
 */
@ApplicationScoped
public class MediaProbe {

    private static final int MAX_OUTPUT = 1 << 20;

    /** The first packet of the track, untouched, under a header that names codec, rate and layout. */
    static final List<String> FIRST_PACKET = List.of("-c", "copy", "-frames:a", "1", "-f", "framecrc");

    private Sniffer sniffer;
    private Ffmpeg ffmpeg;
    private ProcessTimeouts patience;

    @Inject
    RunRecords records = new RunRecords();

    protected MediaProbe() {}

    @Inject
    public MediaProbe(Sniffer sniffer, Ffmpeg ffmpeg, MediaSettings settings) {
        this.sniffer = sniffer;
        this.ffmpeg = ffmpeg;
        patience = new ProcessTimeouts(settings.maxProbeTime(), settings.maxProbeTime(), settings.maxProbeTime());
    }

    /**
     * Looks into an upload.
     *
     * @throws Problem 400 where its format is not accepted, it cannot be decoded, holds no audio track or takes too long
     */
    public Recording probe(Upload upload) {
        MediaFormat format = sniffer.recognise(upload);
        return records.measure(Step.PROBE, () -> new Recording(upload, probe(upload, format)));
    }

    private MediaFacts probe(Upload upload, MediaFormat format) {
        try (FencedProcess process = ffmpeg.open(upload, format, FIRST_PACKET, true, patience)) {
            byte[] report = ProcessOutput.of(process, MAX_OUTPUT);
            if (report.length == MAX_OUTPUT) {
                throw Problem.invalid("File", "file.undecodable");
            }
            int exitCode = process.exitCode();
            if (process.isOverdue() || ExitCode.isOutOfTime(exitCode)) {
                throw Problem.invalid("File", "file.too-slow");
            }
            String said = new String(report, StandardCharsets.UTF_8);
            ExitCode.requireStarted(exitCode, said);
            return new ProbeReport(said).facts(format);
        }
    }
}
