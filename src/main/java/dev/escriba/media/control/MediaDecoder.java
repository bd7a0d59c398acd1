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

    /** The mono sample is half the sum of the two channels. The filter is twice as steep as the default. */
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

    private ProcessTimeouts timeouts;

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
     * Starts to decode. Errors in the audio are thrown while the stream is read: 400 when no sample can be decoded,
     * when the decoder crashes, when the audio is too long, or when decoding takes too long. Damaged parts in between
     * are skipped. A track that claims no length and has no sample is an empty stream.
     *
     * @param recording must stay open while the stream is read
     */
    public PcmStream decode(Recording recording) {
        List<String> output = List.of(
                "-filter_threads",
                "1",
                "-af",
                TO_MONO_16_KHZ,
                // a second more than allowed, so that a longer recording is noticed
                "-t",
                BigDecimal.valueOf(maxDuration.plusSeconds(1).toMillis(), 3).toPlainString(),
                "-f",
                "f32le");
        return new DecodedAudio(
                ffmpeg.open(recording.upload(), recording.facts().format(), output, false, timeouts),
                recording.facts().declared().orElse(Duration.ZERO),
                maxDuration);
    }

    /**
     * Measures the length of the decoded audio by decoding it, because the header's claim is not verified. It is
     * exactly the length of {@link #decode}. As many measurements run at a time as there are processors; others wait.
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
        timeouts = new ProcessTimeouts(maxStall, maxDecodeTime, maxOpenTime);
    }

    /** A wrong configuration shows when the service starts, not with its first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}
}
