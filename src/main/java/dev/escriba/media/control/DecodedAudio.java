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

    private final FencedProcess decoder;
    private final boolean claimsAudio;
    private final Duration maxDuration;
    private final long maxSamples;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(1 << 15).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    private long samples;
    private boolean ended;
    private Problem problem;

    /**
     * @param claimed the length in the header; a file with a length there and without a sample is damaged, even if the
     *     decoder reports no error
     */
    DecodedAudio(FencedProcess decoder, Duration claimed, Duration maxDuration) {
        this.decoder = decoder;
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
        if (ended || !fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining() / Float.BYTES);
        samples += count;
        decoder.decoded(Duration.ofMillis(samples * 1000 / SAMPLE_RATE));
        if (samples > maxSamples) {
            throw fail(Problem.invalid("File", "file.too-long", hours(maxDuration)));
        }
        for (int i = offset; i < offset + count; i++) {
            target[i] = clamp(buffer.getFloat());
        }
        return count;
    }

    /** Waits for a sample. Returns false at the end. */
    private boolean fill() {
        while (buffer.remaining() < Float.BYTES) {
            buffer.compact();
            int n = decoder.read(buffer.array(), buffer.position(), buffer.remaining());
            buffer.position(buffer.position() + Math.max(n, 0)).flip();
            if (n < 0) {
                end();
                return false;
            }
        }
        return true;
    }

    private void end() {
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
        if (ExitCode.isCrash(exitCode) || (samples == 0 && (exitCode != 0 || claimsAudio))) {
            throw fail(Problem.invalid("File", "file.undecodable"));
        }
        ended = true;
    }

    private Problem fail(Problem reason) {
        problem = reason;
        decoder.close();
        return reason;
    }

    /** Limits a sample to -1 to 1. Floating-point recordings can contain any value. */
    private static float clamp(float sample) {
        return Float.isNaN(sample) ? 0 : Math.max(-1, Math.min(1, sample));
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
