package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelContents;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Decodes the chosen audio track of a recording to mono samples at 16 kHz, as they are read. The PCM samples of a WAV
 * file are read here; all other codings are decoded by ffmpeg.
 */
@ApplicationScoped
public class MediaDecoder {

    private Ffmpeg ffmpeg;
    private Duration maxDuration;
    private int maxChannels;
    private ProcessTimeouts timeouts;

    protected MediaDecoder() {}

    @Inject
    public MediaDecoder(Ffmpeg ffmpeg, MediaSettings settings) {
        this(ffmpeg, settings.maxDuration(), settings.maxChannels(), ProcessTimeouts.ofDecoding(settings));
    }

    /** With limits of its own. */
    MediaDecoder(Ffmpeg ffmpeg, Duration maxDuration, int maxChannels, ProcessTimeouts timeouts) {
        this.ffmpeg = ffmpeg;
        this.maxDuration = maxDuration;
        this.maxChannels = maxChannels;
        this.timeouts = timeouts;
    }

    /**
     * Starts to decode. Errors in the audio are thrown while the stream is read: 400 when no sample can be decoded,
     * when the decoder crashes, when the audio is too long, or when decoding takes too long. Damaged parts in between
     * are skipped. A track that claims no length and has no sample is an empty stream.
     *
     * @param opened must stay open while the stream is read
     */
    public PcmStream decode(OpenRecording opened) {
        return decode(
                opened, new ChannelMix(Channels.of(opened.recording().facts()).count()));
    }

    /** Starts to decode as {@link #decode(OpenRecording)}. */
    public PcmStream decode(Recording recording) {
        return decode(OpenRecording.of(recording));
    }

    /**
     * Starts to decode one channel, without the others.
     *
     * @param channel its number, as {@link #channels} tells it
     */
    public PcmStream decode(OpenRecording opened, int channel) {
        int count = Channels.of(opened.recording().facts()).count();
        Objects.checkIndex(channel, count);
        return decode(opened, BlockMix.only(channel, count));
    }

    /** Starts to decode one channel as {@link #decode(OpenRecording, int)}. */
    public PcmStream decode(Recording recording, int channel) {
        return decode(OpenRecording.of(recording), channel);
    }

    PcmStream decode(OpenRecording opened, BlockMix mix) {
        Optional<WaveHeader> wave = wave(opened.recording());
        return wave.isPresent()
                ? WaveAudio.open(wave.get(), opened.recording().upload().path(), mix, maxDuration)
                : decodeWithFfmpeg(opened, mix);
    }

    /** The header of a recording that needs no decoder. */
    private static Optional<WaveHeader> wave(Recording recording) {
        return recording.facts().format() == MediaFormat.WAV
                ? WaveHeader.of(recording.upload().path())
                        .filter(header ->
                                header.format().codec().equals(recording.facts().codec()))
                : Optional.empty();
    }

    private PcmStream decodeWithFfmpeg(OpenRecording opened, BlockMix mix) {
        Recording recording = opened.recording();
        Channels channels = Channels.of(recording.facts());
        return new DecodedAudio(
                opened.takeDecoder().orElseGet(() -> started(recording, channels)),
                channels.count(),
                mix,
                recording.facts().declared().orElse(Duration.ZERO),
                maxDuration);
    }

    private FencedProcess started(Recording recording, Channels channels) {
        return ffmpeg.open(
                recording.upload(),
                recording.facts().format(),
                "0:" + recording.facts().track(),
                SampleOutput.of(channels, maxDuration),
                false,
                timeouts);
    }

    /**
     * Decodes the whole recording to find the channels that have to be recognised one by one, and its exact length.
     *
     * @throws Problem 400 when more channels differ than are allowed, or when the channels cannot be told apart; also
     *     as reading the stream does
     * @throws InterruptedException when the thread is interrupted
     */
    public ChannelContents channels(OpenRecording opened) throws InterruptedException {
        return channels(opened, (interleaved, frames, mono) -> {}, UnaryOperator.identity());
    }

    /**
     * As {@link #channels(OpenRecording)}.
     *
     * @param also sees each block too
     * @param watch the stream is read through this
     * @throws InterruptedException when the thread is interrupted
     */
    public ChannelContents channels(OpenRecording opened, BlockMix also, UnaryOperator<PcmStream> watch)
            throws InterruptedException {
        Recording recording = opened.recording();
        int count = Channels.of(recording.facts()).count();
        if (count < recording.facts().layout().channels()) {
            throw Problem.invalid("File", "file.channels-not-separable");
        }
        ChannelComparison comparison = new ChannelComparison(count);
        BlockMix both = (interleaved, frames, mono) -> {
            comparison.mix(interleaved, frames, mono);
            also.mix(interleaved, frames, mono);
        };
        try (PcmStream audio = watch.apply(decode(opened, both))) {
            ChannelContents contents = comparison.contents(length(audio));
            if (contents.distinct().size() > maxChannels) {
                throw Problem.invalid("File", "file.too-many-channels", maxChannels);
            }
            return contents;
        }
    }

    /**
     * Decodes the whole recording to find its exact length.
     *
     * @param watch the stream is read through this
     * @throws Problem as reading the stream does
     * @throws InterruptedException when the thread is interrupted
     */
    public Duration length(OpenRecording opened, UnaryOperator<PcmStream> watch) throws InterruptedException {
        try (PcmStream audio = watch.apply(decode(opened))) {
            return length(audio);
        }
    }

    private static Duration length(PcmStream audio) throws InterruptedException {
        float[] portion = new float[1 << 16];
        long samples = 0;
        for (int read = 0; read >= 0; read = audio.read(portion, 0, portion.length)) {
            samples += read;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return PcmStream.length(samples);
    }
}
