package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Objects;

/** Audio that is read block by block, with its channels as they are, and made one by a mix. Its length is limited. */
abstract class MixedAudio implements PcmStream {

    /** The frames of a block: 128 ms. */
    static final int BLOCK = 2048;

    private static final Duration MIN_CLAIMED_LENGTH = Duration.ofMillis(100);

    private final BlockMix mix;
    private final float[] interleaved;
    private final float[] mono = new float[BLOCK];
    private final Duration maxDuration;
    private final long maxSamples;
    private int mixed;
    private int position;

    private long samples;
    private boolean ended;
    private Problem problem;

    /** @param mix makes the samples of this stream of those of the channels */
    MixedAudio(int channels, BlockMix mix, Duration maxDuration) {
        this.mix = mix;
        interleaved = new float[BLOCK * channels];
        this.maxDuration = maxDuration;
        this.maxSamples = maxDuration.toMillis() * SAMPLE_RATE / 1000;
    }

    /** Reads the next {@link #BLOCK} frames at 16 kHz, fewer at the end, and 0 after it. Each sample is usable. */
    abstract int readBlock(float[] target);

    abstract boolean isClosed();

    /** Is told how much audio was read. */
    void decoded(Duration soFar) {}

    @Override
    public int read(float[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (problem != null) {
            throw problem;
        }
        if (isClosed()) {
            throw new IllegalStateException("closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position == mixed && (ended || !mixBlock())) {
            return -1;
        }
        int count = Math.min(length, mixed - position);
        samples += count;
        decoded(Duration.ofMillis(samples * 1000 / SAMPLE_RATE));
        if (samples > maxSamples) {
            throw fail(Problem.invalid("File", "file.too-long", hours(maxDuration)));
        }
        System.arraycopy(mono, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean mixBlock() {
        mixed = readBlock(interleaved);
        ended = mixed < BLOCK;
        position = 0;
        mix.mix(interleaved, mixed, mono);
        return mixed > 0;
    }

    boolean hasSamples() {
        return samples > 0;
    }

    /** Closes the audio. Every further reading throws the same. */
    Problem fail(Problem reason) {
        problem = reason;
        close();
        return reason;
    }

    /**
     * Whether a recording of this length has at least one sample. Where it has none, it is damaged, even if its decoder
     * reports no error.
     */
    static boolean hasAudio(Duration claimed) {
        return claimed.compareTo(MIN_CLAIMED_LENGTH) > 0;
    }

    static BigDecimal hours(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis()).divide(BigDecimal.valueOf(3_600_000), 3, RoundingMode.DOWN);
    }
}
