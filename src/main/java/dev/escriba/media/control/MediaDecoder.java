package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelContents;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decodes the chosen audio track of a recording to mono samples at 16 kHz, as they are read. The PCM samples of a WAV
 * file are read here; all other codings are decoded by ffmpeg.
 */
@ApplicationScoped
public class MediaDecoder {

    /** The filter is twice as steep as the default. */
    private static final String TO_16_KHZ =
            "aresample=filter_size=64:rematrix_maxval=1,aformat=sample_fmts=flt:sample_rates=" + PcmStream.SAMPLE_RATE;

    /** Half a second in one frame and few writes: the same samples for less work. */
    private static final String LARGE_FRAMES = ",asetnsamples=n=8192:p=0";

    private static final List<String> RARE_WRITES = List.of("-flush_packets", "0");

    private Ffmpeg ffmpeg;
    private Duration maxDuration;
    private int maxChannels;
    private ProcessTimeouts timeouts;

    protected MediaDecoder() {}

    @Inject
    public MediaDecoder(Ffmpeg ffmpeg, MediaSettings settings) {
        this(
                ffmpeg,
                settings.maxDuration(),
                settings.maxChannels(),
                new ProcessTimeouts(settings.maxStall(), settings.maxDecodeTime(), settings.maxOpenTime()));
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
     * @param recording must stay open while the stream is read
     */
    public PcmStream decode(Recording recording) {
        return decode(recording, new ChannelMix(Channels.of(recording.facts()).count()));
    }

    /**
     * Starts to decode one channel, without the others.
     *
     * @param channel its number, as {@link #channels} tells it
     */
    public PcmStream decode(Recording recording, int channel) {
        int count = Channels.of(recording.facts()).count();
        Objects.checkIndex(channel, count);
        return decode(recording, BlockMix.only(channel, count));
    }

    PcmStream decode(Recording recording, BlockMix mix) {
        Optional<WaveHeader> wave = wave(recording);
        return wave.isPresent()
                ? WaveAudio.open(wave.get(), recording.upload().path(), mix, maxDuration)
                : decodeWithFfmpeg(recording, mix);
    }

    /** The header of a recording that needs no decoder. */
    private static Optional<WaveHeader> wave(Recording recording) {
        return recording.facts().format() == MediaFormat.WAV
                ? WaveHeader.of(recording.upload().path())
                        .filter(header ->
                                header.format().codec().equals(recording.facts().codec()))
                : Optional.empty();
    }

    private PcmStream decodeWithFfmpeg(Recording recording, BlockMix mix) {
        Channels channels = Channels.of(recording.facts());
        List<String> output = new ArrayList<>(List.of("-filter_threads", "1"));
        output.addAll(List.of("-af", channels.filter() + TO_16_KHZ + channels.format() + LARGE_FRAMES));
        // a second more than allowed, so that a longer recording is noticed
        BigDecimal most = BigDecimal.valueOf(maxDuration.plusSeconds(1).toMillis(), 3);
        output.addAll(List.of("-t", most.toPlainString()));
        output.addAll(RARE_WRITES);
        output.addAll(List.of("-f", "f32le"));
        return new DecodedAudio(
                ffmpeg.open(
                        recording.upload(),
                        recording.facts().format(),
                        "0:" + recording.facts().track(),
                        output,
                        false,
                        timeouts),
                channels.count(),
                mix,
                recording.facts().declared().orElse(Duration.ZERO),
                maxDuration);
    }

    /**
     * Decodes the whole recording to find the channels that have to be recognised one by one, and its exact length.
     *
     * @throws Problem 400 when more channels differ than are allowed, or when the channels cannot be told apart; also
     *     as reading the stream does
     * @throws InterruptedException when the thread is interrupted
     */
    public ChannelContents channels(Recording recording) throws InterruptedException {
        return channels(recording, (interleaved, frames, mono) -> {});
    }

    /**
     * As {@link #channels(Recording)}.
     *
     * @param also sees each block too
     * @throws InterruptedException when the thread is interrupted
     */
    public ChannelContents channels(Recording recording, BlockMix also) throws InterruptedException {
        int count = Channels.of(recording.facts()).count();
        if (count < recording.facts().layout().channels()) {
            throw Problem.invalid("File", "file.channels-not-separable");
        }
        ChannelComparison comparison = new ChannelComparison(count);
        BlockMix both = (interleaved, frames, mono) -> {
            comparison.mix(interleaved, frames, mono);
            also.mix(interleaved, frames, mono);
        };
        try (PcmStream audio = decode(recording, both)) {
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
     * @throws Problem as reading the stream does
     * @throws InterruptedException when the thread is interrupted
     */
    public Duration length(Recording recording) throws InterruptedException {
        try (PcmStream audio = decode(recording)) {
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
