package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.ByteArrayOutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts one ffmpeg process that probes an upload and decodes it. The process writes its report first, and then the
 * samples. That costs less than two processes. It works for uploads with one audio track in mono or stereo.
 */
final class ProbingDecoder {

    /** A usual report has 2 kB. It is searched with each portion that comes, so a long one is left to a probe. */
    private static final int MAX_REPORT = 1 << 16;

    private static final int PORTION = 1 << 13;

    /**
     * Each output has it as a tag. ffmpeg prints the tags of the upload before those of the outputs, so that no upload
     * can imitate the end of the report.
     */
    private static final String MARK = UUID.randomUUID().toString();

    /** Old versions copy the tags of tracks to the outputs unless they are told not to. */
    private static final List<String> MARKED = List.of("-map_metadata:s", "-1", "-metadata", "comment=" + MARK);

    private final Ffmpeg ffmpeg;
    private final ProcessTimeouts probing;
    private final ProcessTimeouts decoding;
    private final List<String> samples;
    private final List<String> report;

    /**
     * @param probing the limits until the report has come
     * @param decoding the limits after it
     */
    ProbingDecoder(Ffmpeg ffmpeg, Duration maxDuration, ProcessTimeouts probing, ProcessTimeouts decoding) {
        this.ffmpeg = ffmpeg;
        this.probing = probing;
        this.decoding = decoding;
        samples = new ArrayList<>(MARKED);
        samples.addAll(SampleOutput.ofAnyLayout(maxDuration));
        report = new ArrayList<>(MARKED);
        // written at once, because the report waits for it
        report.addAll(List.of("-flush_packets", "1"));
        report.addAll(MediaProbe.FIRST_PACKET);
    }

    /**
     * Opens an upload. Its decoder waits until its samples are read.
     *
     * @return empty when the upload needs a probe of its own, or has a fault that such a probe names
     * @throws Problem 400 when the upload needs too much processor time; 503 when this machine is too slow or runs too
     *     many ffmpeg processes
     */
    Optional<OpenRecording> open(Upload upload, MediaFormat format) {
        FencedProcess process =
                ffmpeg.openTwice(upload, format, Ffmpeg.FIRST_AUDIO, samples, report, probing, decoding);
        boolean isTaken = false;
        try {
            Optional<OpenRecording> opened = report(process)
                    .flatMap(text -> facts(new ProbeReport(text, 2), format))
                    .map(facts -> new OpenRecording(new Recording(upload, facts), process));
            process.requireInTime();
            isTaken = opened.isPresent() && process.ignoreMessages();
            process.limit(decoding);
            return isTaken ? opened : Optional.empty();
        } finally {
            if (!isTaken) {
                process.close();
            }
        }
    }

    /** The report; empty when the process has ended before it was complete, or when it is too long. */
    private static Optional<String> report(FencedProcess process) {
        ByteArrayOutputStream report = new ByteArrayOutputStream(PORTION);
        byte[] portion = new byte[PORTION];
        while (report.size() < MAX_REPORT) {
            int n = process.readMessages(portion, 0, portion.length);
            if (n < 0) {
                return Optional.empty();
            }
            report.write(portion, 0, n);
            String text = report.toString(StandardCharsets.UTF_8);
            int outputs = text.indexOf(MARK);
            if (outputs >= 0 && ProbeReport.isComplete(text, outputs)) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /** What the report says, if the samples are what a decoder of its own would write. */
    private static Optional<MediaFacts> facts(ProbeReport report, MediaFormat format) {
        List<Integer> tracks = report.decodableTracks(format);
        if (tracks.size() != 1 || report.firstTrack().orElse(-1) != tracks.get(0)) {
            return Optional.empty();
        }
        try {
            MediaFacts facts = report.facts(format, tracks.get(0));
            return Optional.of(facts)
                    .filter(found ->
                            found.layout().channels() == 1 || found.layout().channels() == 2)
                    .filter(found -> report.written().equals(Optional.of(found.layout())))
                    .filter(found ->
                            Channels.of(found).count() == found.layout().channels());
        } catch (Problem problem) {
            if (problem.status() == HttpURLConnection.HTTP_BAD_REQUEST) {
                return Optional.empty();
            }
            throw problem;
        }
    }
}
