package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * The samples that a running decoder writes into its pipe. They are read on demand: the decoder waits for its reader.
 */
final class DecodedAudio extends MixedAudio {

    private final FencedProcess decoder;
    private final int channels;
    private final boolean claimsAudio;
    private final ByteBuffer buffer;
    private final SampleLimit limit;
    private boolean ended;

    /**
     * @param channels the number of channels that the decoder writes
     * @param mix makes the samples of this stream of those of the channels
     * @param claimed the length in the header; a file with a length there and without a sample is damaged, even if the
     *     decoder reports no error
     */
    DecodedAudio(FencedProcess decoder, int channels, BlockMix mix, Duration claimed, Duration maxDuration) {
        super(channels, mix, maxDuration);
        this.decoder = decoder;
        this.channels = channels;
        limit = new SampleLimit(channels);
        buffer = ByteBuffer.allocate(BLOCK * channels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        this.claimsAudio = hasAudio(claimed);
    }

    @Override
    int readBlock(float[] target) {
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
        int frames = buffer.remaining() / Float.BYTES / channels;
        for (int i = 0; i < frames * channels; i++) {
            target[i] = buffer.getFloat();
        }
        limit.apply(target, frames);
        return frames;
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
                || (!hasSamples() && unread < Float.BYTES * channels && (exitCode != 0 || claimsAudio))) {
            throw fail(Problem.invalid("File", "file.undecodable"));
        }
        ended = true;
    }

    @Override
    boolean isClosed() {
        return decoder.isClosed();
    }

    @Override
    void decoded(Duration soFar) {
        decoder.decoded(soFar);
    }

    ProcessHandle handle() {
        return decoder.handle();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
