package dev.escriba.media.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the frames of a WAV file at its own rate, as numbers of which full scale is -1 to 1. */
final class WaveFrames implements FrameReader, AutoCloseable {

    private final WaveFormat format;
    private final InputStream file;
    private final ByteBuffer buffer;
    private final SampleLimit limit;
    private long framesLeft;
    private volatile boolean closed;

    /** @param file the samples alone */
    WaveFrames(WaveHeader header, InputStream file) {
        format = header.format();
        this.file = file;
        limit = new SampleLimit(format.channels());
        framesLeft = header.frames();
        buffer = ByteBuffer.allocate(MixedAudio.BLOCK * format.frameBytes()).order(format.order());
    }

    @Override
    public int read(float[] target, int frames) {
        int wanted = (int) Math.min(Math.min(frames, MixedAudio.BLOCK), framesLeft);
        int complete = fill(wanted * format.frameBytes()) / format.frameBytes();
        // a file that has become shorter has no more frames
        framesLeft = complete < wanted ? 0 : framesLeft - complete;
        convert(target, complete * format.channels());
        return complete;
    }

    private int fill(int bytes) {
        try {
            return file.readNBytes(buffer.array(), 0, bytes);
        } catch (IOException e) {
            if (closed) {
                throw new IllegalStateException("closed while being read", e);
            }
            throw new UncheckedIOException(e);
        }
    }

    private void convert(float[] target, int samples) {
        if (format.isFloat()) {
            convertNumbers(target, samples);
            return;
        }
        switch (format.sampleBytes()) {
            case 1 -> {
                for (int i = 0; i < samples; i++) {
                    target[i] = ((buffer.get(i) & 0xFF) - 128) / 0x1p7f;
                }
            }
            case 2 -> {
                for (int i = 0; i < samples; i++) {
                    target[i] = buffer.getShort(2 * i) / 0x1p15f;
                }
            }
            case 3 -> {
                for (int i = 0; i < samples; i++) {
                    target[i] = threeBytes(3 * i) / 0x1p23f;
                }
            }
            default -> {
                for (int i = 0; i < samples; i++) {
                    target[i] = buffer.getInt(4 * i) / 0x1p31f;
                }
            }
        }
    }

    private int threeBytes(int offset) {
        boolean isBig = format.order() == ByteOrder.BIG_ENDIAN;
        int high = buffer.get(isBig ? offset : offset + 2);
        int low = buffer.get(isBig ? offset + 2 : offset) & 0xFF;
        return high << 16 | (buffer.get(offset + 1) & 0xFF) << 8 | low;
    }

    private void convertNumbers(float[] target, int samples) {
        boolean isDouble = format.sampleBytes() == Double.BYTES;
        for (int i = 0; i < samples; i++) {
            target[i] = isDouble ? (float) buffer.getDouble(Double.BYTES * i) : buffer.getFloat(Float.BYTES * i);
        }
        limit.apply(target, samples / format.channels());
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
