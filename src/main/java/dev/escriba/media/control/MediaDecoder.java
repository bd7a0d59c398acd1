package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelContents;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Decodes the chosen audio track of a recording to mono samples at 16 kHz, as they are read. */
@ApplicationScoped
public class MediaDecoder {

    /** The filter is twice as steep as the default. */
    private static final String TO_16_KHZ =
            "aresample=filter_size=64:rematrix_maxval=1,aformat=sample_fmts=flt:sample_rates=" + PcmStream.SAMPLE_RATE;

    private Ffmpeg ffmpeg;
    private Duration maxDuration;
    private int maxChannels;
    private ProcessTimeouts timeouts;

    protected MediaDecoder() {}

    @Inject
    public MediaDecoder(Ffmpeg ffmpeg, MediaSettings settings) {
        this.ffmpeg = ffmpeg;
        maxDuration = settings.maxDuration();
        maxChannels = settings.maxChannels();
        timeouts = new ProcessTimeouts(settings.maxStall(), settings.maxDecodeTime(), settings.maxOpenTime());
    }

    /**
     * Starts to decode. Errors in the audio are thrown while the stream is read: 400 when no sample can be decoded,
     * when the decoder crashes, when the audio is too long, or when decoding takes too long. Damaged parts in between
     * are skipped. A track that claims no length and has no sample is an empty stream.
     *
     * @param recording must stay open while the stream is read
     */
    public PcmStream decode(Recording recording) {
        Channels channels = Channels.of(recording.facts());
        return decode(recording, channels, new ChannelMix(channels.count()));
    }

    /**
     * Starts to decode one channel, without the others.
     *
     * @param channel its number, as {@link #channels} tells it
     */
    public PcmStream decode(Recording recording, int channel) {
        Channels channels = Channels.of(recording.facts());
        Objects.checkIndex(channel, channels.count());
        return decode(recording, channels, BlockMix.only(channel, channels.count()));
    }

    private PcmStream decode(Recording recording, Channels channels, BlockMix mix) {
        List<String> output = List.of(
                "-filter_threads",
                "1",
                "-af",
                channels.filter() + TO_16_KHZ + channels.format(),
                // a second more than allowed, so that a longer recording is noticed
                "-t",
                BigDecimal.valueOf(maxDuration.plusSeconds(1).toMillis(), 3).toPlainString(),
                "-f",
                "f32le");
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
     * Measures the length of the decoded audio by decoding it, because the header's claim is not verified. It is
     * exactly the length of {@link #decode}.
     *
     * @param reader wraps the audio that is read, to see how much there is while it is read
     * @throws dev.escriba.problem.entity.Problem as reading the stream does
     * @throws InterruptedException when the thread is interrupted
     */
    public Duration length(Recording recording, UnaryOperator<PcmStream> reader) throws InterruptedException {
        try (PcmStream audio = reader.apply(decode(recording))) {
            return length(audio);
        }
    }

    /**
     * Measures the length of the decoded audio as {@link #length} does, and finds the channels that have to be
     * recognised one by one.
     *
     * @param reader wraps the audio that is read; its samples mean nothing
     * @throws Problem 400 when more channels differ than are allowed, or when the channels cannot be told apart; also
     *     as reading the stream does
     * @throws InterruptedException when the thread is interrupted
     */
    public ChannelContents channels(Recording recording, UnaryOperator<PcmStream> reader) throws InterruptedException {
        Channels channels = Channels.of(recording.facts());
        if (channels.count() < recording.facts().layout().channels()) {
            throw Problem.invalid("File", "file.channels-not-separable");
        }
        ChannelComparison comparison = new ChannelComparison(channels.count());
        try (PcmStream audio = reader.apply(decode(recording, channels, comparison))) {
            ChannelContents contents = comparison.contents(length(audio));
            if (contents.distinct().size() > maxChannels) {
                throw Problem.invalid("File", "file.too-many-channels", maxChannels);
            }
            return contents;
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
        return Duration.ofSeconds(
                samples / PcmStream.SAMPLE_RATE,
                samples % PcmStream.SAMPLE_RATE * (1_000_000_000L / PcmStream.SAMPLE_RATE));
    }
}
