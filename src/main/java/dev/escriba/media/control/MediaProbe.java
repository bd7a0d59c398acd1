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
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the format, codec and tracks of an upload without decoding it. If a file has several audio tracks, the probe
 * decodes their beginnings until one has a sound. A WAV file with PCM samples is read here. For all others the probe
 * uses ffmpeg, because ffprobe opens a decoder for every track, also for video.
 */
@ApplicationScoped
public class MediaProbe {

    private static final int MAX_OUTPUT = 1 << 20;

    /** Copies the first packet of the track, under a header that names codec, rate and layout. */
    static final List<String> FIRST_PACKET = List.of("-c", "copy", "-frames:a", "1", "-f", "framecrc");

    /** The tracks that the probe tries. */
    private static final int MAX_TRACKS = 4;

    private Sniffer sniffer;
    private Ffmpeg ffmpeg;
    private TrackSound sound;
    private ProbingDecoder decoder;
    private ProcessTimeouts timeouts;

    @Inject
    RunRecords records = new RunRecords();

    protected MediaProbe() {}

    @Inject
    public MediaProbe(Sniffer sniffer, Ffmpeg ffmpeg, MediaSettings settings) {
        this.sniffer = sniffer;
        this.ffmpeg = ffmpeg;
        timeouts = ProcessTimeouts.ofProbing(settings);
        sound = new TrackSound(ffmpeg, settings.maxChannels(), timeouts);
        decoder = new ProbingDecoder(ffmpeg, settings.maxDuration(), timeouts, ProcessTimeouts.ofDecoding(settings));
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

    /**
     * Probes an upload that is decoded soon. Where possible, the process of the probe decodes it too, and waits until
     * its samples are read.
     *
     * @throws Problem as {@link #probe(Upload)} does
     */
    public OpenRecording open(Upload upload) {
        MediaFormat format = sniffer.recognise(upload);
        return records.measure(Step.PROBE, () -> open(upload, format));
    }

    private OpenRecording open(Upload upload, MediaFormat format) {
        Optional<MediaFacts> wave = wave(upload, format);
        return wave.map(facts -> OpenRecording.of(new Recording(upload, facts)))
                .or(() -> decoder.open(upload, format))
                .orElseGet(() -> OpenRecording.of(new Recording(upload, probeWithFfmpeg(upload, format))));
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
        List<Integer> tracks = report.decodableTracks(format);
        if (tracks.size() > 1) {
            return withSound(upload, format, tracks);
        }
        int only = tracks.isEmpty() ? first : tracks.get(0);
        return only == first ? report.facts(format, first) : facts(upload, format, only);
    }

    private MediaFacts facts(Upload upload, MediaFormat format, int track) {
        return report(upload, format, "0:" + track).facts(format, track);
    }

    /** The first of several tracks that has a sound; if none has, the first one that can be decoded. */
    private MediaFacts withSound(Upload upload, MediaFormat format, List<Integer> tracks) {
        MediaFacts silent = null;
        for (int track : tracks.subList(0, Math.min(MAX_TRACKS, tracks.size()))) {
            MediaFacts facts = optional(() -> facts(upload, format, track)).orElse(null);
            if (facts != null
                    && optional(() -> sound.isHeard(new Recording(upload, facts)))
                            .orElse(false)) {
                return facts;
            }
            silent = silent == null ? facts : silent;
        }
        return silent == null ? facts(upload, format, tracks.get(0)) : silent;
    }

    /** Empty where a track cannot be decoded. Another track may be fine. */
    private static <T> Optional<T> optional(Supplier<T> result) {
        try {
            return Optional.of(result.get());
        } catch (Problem problem) {
            if (problem.status() == HttpURLConnection.HTTP_BAD_REQUEST) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    private ProbeReport report(Upload upload, MediaFormat format, String track) {
        try (FencedProcess process = ffmpeg.open(upload, format, track, FIRST_PACKET, true, timeouts)) {
            byte[] report = ProcessOutput.of(process, MAX_OUTPUT);
            if (report.length == MAX_OUTPUT) {
                throw Problem.invalid("File", "file.undecodable");
            }
            int exitCode = process.exitCode();
            process.requireInTime();
            if (ExitCode.isOutOfTime(exitCode)) {
                throw Problem.invalid("File", "file.too-slow");
            }
            String messages = new String(report, StandardCharsets.UTF_8);
            ExitCode.requireStarted(exitCode, messages);
            return new ProbeReport(messages, 1);
        }
    }
}
