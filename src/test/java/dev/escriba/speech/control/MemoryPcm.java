package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Audio from memory. It is read in portions like the audio of a decoder, and records how it was used. */
public final class MemoryPcm implements PcmStream {

    private static final int PORTION = 4_096;

    private final float[] samples;
    private final long length;
    private final RuntimeException failure;
    private long position;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean ended;
    private volatile boolean closed;

    public MemoryPcm(float[] samples) {
        this(samples, samples.length, null);
    }

    private MemoryPcm(float[] samples, long length, RuntimeException failure) {
        this.samples = samples;
        this.length = length;
        this.failure = failure;
    }

    /** Repeats the samples without end. */
    public static MemoryPcm endless(float[] samples) {
        return new MemoryPcm(samples, Long.MAX_VALUE, null);
    }

    /** Repeats the samples up to a length. */
    public static MemoryPcm repeated(float[] samples, long length) {
        return new MemoryPcm(samples, length, null);
    }

    /** The samples, then a failure instead of the end. */
    public static MemoryPcm failing(float[] samples, RuntimeException failure) {
        return new MemoryPcm(samples, samples.length, failure);
    }

    @Override
    public int read(float[] target, int offset, int count) {
        if (closed) {
            throw new IllegalStateException("read after close");
        }
        reads.incrementAndGet();
        if (position == length) {
            if (failure != null) {
                throw failure;
            }
            ended = true;
            return -1;
        }
        int from = (int) (position % samples.length);
        int portion = (int) Math.min(Math.min(count, PORTION), Math.min(samples.length - from, length - position));
        System.arraycopy(samples, from, target, offset, portion);
        position += portion;
        return portion;
    }

    public int reads() {
        return reads.get();
    }

    public boolean ended() {
        return ended;
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
