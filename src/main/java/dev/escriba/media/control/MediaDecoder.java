package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Decodes the first audio track of an upload to mono samples at 16 kHz, as they are read. */
@ApplicationScoped
public class MediaDecoder {

    /** Half the sum of two equal channels is one of them; the filter is twice as steep as the default. */
    private static final String TO_MONO_16_KHZ = "aresample=filter_size=64:rematrix_maxval=1,"
            + "aformat=sample_fmts=flt:channel_layouts=mono:sample_rates=" + PcmStream.SAMPLE_RATE;

    private final Semaphore measuring = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    private Ffmpeg ffmpeg;
    private Duration maxDuration;
    private ProcessTimeouts patience;

    protected MediaDecoder() {}

    @Inject
    public MediaDecoder(Ffmpeg ffmpeg, MediaSettings settings) {
        this.ffmpeg = ffmpeg;
        maxDuration = settings.maxDuration();
        patience = new ProcessTimeouts(settings.maxStall(), settings.maxDecodeTime(), settings.maxOpenTime());
    }

    /**
     * Starts to decode. What is wrong with the audio shows while it is read: 400 where not a single sample can be decoded,
     * where the decoder breaks down, where the audio is too long or decoding takes too long. Damage in between is skipped. A
     * track that claims no length and has none is an empty stream.
     *
     * @param recording must stay open as long as the stream is
     */
    public PcmStream decode(Recording recording) {
        List<String> output = List.of(
                "-filter_threads",
                "1",
                "-af",
                TO_MONO_16_KHZ,
                // longer than allowed by enough to be noticed
                "-t",
                BigDecimal.valueOf(maxDuration.plusSeconds(1).toMillis(), 3).toPlainString(),
                "-f",
                "f32le");
        return new DecodedAudio(
                ffmpeg.open(recording.upload(), recording.facts().format(), output, false, patience),
                recording.facts().declared().orElse(Duration.ZERO),
                maxDuration);
    }

    /**
     * How long the decoded audio is, by decoding it: what a header claims is a claim. Exactly what {@link #decode} will give. As many at a time as there are
     * processors; others wait their turn.
     *
     * @throws dev.escriba.problem.entity.Problem as reading the stream does
     * @throws InterruptedException when the thread is interrupted
     */
    public Duration length(Recording recording) throws InterruptedException {
        measuring.acquire();
        try (PcmStream audio = decode(recording)) {
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
        } finally {
            measuring.release();
        }
    }
}
