package dev.escriba.speech.remote;

import dev.escriba.media.entity.PcmStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Decoded audio as a WAV file: mono, 16 kHz, 16 bits. It is made while it is read. */
final class WaveBytes extends InputStream {

    private static final int HEADER = 44;
    private static final int BYTES_PER_SAMPLE = 2;
    private static final int PORTION = 1 << 13;

    private final PcmStream audio;
    private final float[] samples = new float[PORTION];
    private ByteBuffer buffer;

    /**
     * A file with this number of samples.
     *
     * @param audio closed with this stream
     */
    WaveBytes(PcmStream audio, long count) {
        this.audio = audio;
        buffer = header(count);
    }

    /** The size of the file. */
    static long size(long samples) {
        return HEADER + BYTES_PER_SAMPLE * samples;
    }

    private static ByteBuffer header(long count) {
        // a size that does not fit is the largest one: readers then read to the end of the file
        int data = (int) Math.min(BYTES_PER_SAMPLE * count, 0xFFFF_FFFFL - HEADER);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF"))
                .putInt(data + HEADER - 8)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        header.putShort((short) 1).putShort((short) 1).putInt(PcmStream.SAMPLE_RATE);
        header.putInt(PcmStream.SAMPLE_RATE * BYTES_PER_SAMPLE).putShort((short) BYTES_PER_SAMPLE);
        header.putShort((short) 16).put(ascii("data")).putInt(data);
        return header.flip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read() {
        return fill() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    private boolean fill() {
        if (buffer.hasRemaining()) {
            return true;
        }
        int read = audio.read(samples, 0, samples.length);
        if (read < 0) {
            return false;
        }
        buffer = ByteBuffer.allocate(BYTES_PER_SAMPLE * read).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < read; i++) {
            buffer.putShort((short) Math.round(Math.max(-1, Math.min(1, samples[i])) * Short.MAX_VALUE));
        }
        buffer.flip();
        return true;
    }

    @Override
    public void close() {
        audio.close();
    }
}
