package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Decodes the first audio track of an upload to mono samples at 16 kHz, as they are read. */
@ApplicationScoped
public class MediaDecoder {

    /** Half the sum of two equal channels is one of them; the filter is twice as steep as the default. */
    private static final String TO_MONO_16_KHZ = "aresample=filter_size=64:rematrix_maxval=1,"
            + "aformat=sample_fmts=flt:channel_layouts=mono:sample_rates=" + PcmStream.SAMPLE_RATE;

    @Inject
    Ffmpeg ffmpeg;

    @Inject
    @ConfigProperty(name = "escriba.media.max-duration", defaultValue = "PT4H")
    Duration maxDuration;

    @Inject
    @ConfigProperty(name = "escriba.media.max-stall", defaultValue = "PT30S")
    Duration maxStall;

    @Inject
    @ConfigProperty(name = "escriba.media.max-decode-time", defaultValue = "PT10M")
    Duration maxDecodeTime;

    @Inject
    @ConfigProperty(name = "escriba.media.max-open-time", defaultValue = "PT4H")
    Duration maxOpenTime;

    private final Semaphore measuring = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    private ProcessTimeouts patience;

    protected MediaDecoder() {}

    /** For use without a container; with the defaults of the configuration. */
    public MediaDecoder(Ffmpeg ffmpeg) {
        this(ffmpeg, Duration.ofHours(4), Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofHours(4));
    }

    MediaDecoder(Ffmpeg ffmpeg, Duration maxDuration, Duration maxStall, Duration maxDecodeTime, Duration maxOpenTime) {
        this.ffmpeg = ffmpeg;
        this.maxDuration = maxDuration;
        this.maxStall = maxStall;
        this.maxDecodeTime = maxDecodeTime;
        this.maxOpenTime = maxOpenTime;
        check();
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

    @PostConstruct
    private void check() {
        ProcessTimeouts.requirePositive("escriba.media.max-duration", maxDuration);
        ProcessTimeouts.requirePositive("escriba.media.max-stall", maxStall);
        ProcessTimeouts.requirePositive("escriba.media.max-decode-time", maxDecodeTime);
        ProcessTimeouts.requirePositive("escriba.media.max-open-time", maxOpenTime);
        patience = new ProcessTimeouts(maxStall, maxDecodeTime, maxOpenTime);
    }

    /** A wrong configuration shows when the service starts, not with its first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}
}
