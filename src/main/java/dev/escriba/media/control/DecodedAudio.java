package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Objects;

/**
 * The samples that a running decoder writes into its pipe. They are read on demand: the decoder waits for its reader.
 */
final class DecodedAudio implements PcmStream {

    private static final Duration MIN_CLAIMED_LENGTH = Duration.ofMillis(100);

    /** The frames of a block: 128 ms. */
    private static final int BLOCK = 2048;

    /** A file of floating-point numbers may hold any; no recording has more than this many times full scale. */
    private static final float MAX_SAMPLE = 1 << 20;

    private final FencedProcess decoder;
    private final int channels;
    private final BlockMix mix;
    private final float[] interleaved;
    private final float[] mono = new float[BLOCK];
    private final boolean claimsAudio;
    private final Duration maxDuration;
    private final long maxSamples;
    private final ByteBuffer buffer;
    private int mixed;
    private int position;

    private long samples;
    private boolean ended;
    private Problem problem;

    /**
     * @param channels the number of channels that the decoder writes
     * @param mix makes the samples of this stream of those of the channels
     * @param claimed the length in the header; a file with a length there and without a sample is damaged, even if the
     *     decoder reports no error
     */
    DecodedAudio(FencedProcess decoder, int channels, BlockMix mix, Duration claimed, Duration maxDuration) {
        this.decoder = decoder;
        this.channels = channels;
        this.mix = mix;
        interleaved = new float[BLOCK * channels];
        buffer = ByteBuffer.allocate(BLOCK * channels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        this.claimsAudio = claimed.compareTo(MIN_CLAIMED_LENGTH) > 0;
        this.maxDuration = maxDuration;
        this.maxSamples = maxDuration.toMillis() * SAMPLE_RATE / 1000;
    }

    @Override
    public int read(float[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (problem != null) {
            throw problem;
        }
        if (decoder.isClosed()) {
            throw new IllegalStateException("closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position == mixed && (ended || !readBlock())) {
            return -1;
        }
        int count = Math.min(length, mixed - position);
        samples += count;
        decoder.decoded(Duration.ofMillis(samples * 1000 / SAMPLE_RATE));
        if (samples > maxSamples) {
            throw fail(Problem.invalid("File", "file.too-long", hours(maxDuration)));
        }
        System.arraycopy(mono, position, target, offset, count);
        position += count;
        return count;
    }

    /** Waits for a block, which may be shorter at the end. Returns false when there is none. */
    private boolean readBlock() {
        buffer.clear();
        while (buffer.hasRemaining() && !ended) {
            int n = decoder.read(buffer.array(), buffer.position(), buffer.remaining());
            if (n < 0) {
                end(buffer.position());
            } else {
                buffer.position(buffer.position() + n);
            }
        }
        buffer.flip();
        mixed = buffer.remaining() / Float.BYTES / channels;
        position = 0;
        for (int i = 0; i < mixed * channels; i++) {
            interleaved[i] = usable(buffer.getFloat());
        }
        mix.mix(interleaved, mixed, mono);
        return mixed > 0;
    }

    /** @param unread bytes of the last block */
    private void end(int unread) {
        int exitCode = decoder.exitCode();
        if (decoder.isClosed()) {
            throw new IllegalStateException("closed");
        }
        if (decoder.isOverdue()) {
            throw fail(Problem.unavailable());
        }
        if (decoder.isExhausted() || ExitCode.isOutOfTime(exitCode)) {
            throw fail(Problem.invalid("File", "file.too-slow"));
        }
        ExitCode.requireStarted(exitCode);
        if (ExitCode.isCrash(exitCode)
                || (samples == 0 && unread < Float.BYTES * channels && (exitCode != 0 || claimsAudio))) {
            throw fail(Problem.invalid("File", "file.undecodable"));
        }
        ended = true;
    }

    private Problem fail(Problem reason) {
        problem = reason;
        decoder.close();
        return reason;
    }

    private static float usable(float sample) {
        return Float.isNaN(sample) ? 0 : Math.max(-MAX_SAMPLE, Math.min(MAX_SAMPLE, sample));
    }

    static BigDecimal hours(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis()).divide(BigDecimal.valueOf(3_600_000), 3, RoundingMode.DOWN);
    }

    ProcessHandle handle() {
        return decoder.handle();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
