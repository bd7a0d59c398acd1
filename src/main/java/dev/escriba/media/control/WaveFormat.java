package dev.escriba.media.control;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The format chunk of a WAV file with PCM samples. Samples with fewer valid bits than their container are at its upper
 * end, so that they are read like those of the whole container.
 *
 * @param sampleRate of the file, in Hz
 * @param frameBytes bytes of a sample of each channel
 * @param isFloat whether the samples are floating-point numbers
 * @param order of the bytes of a sample
 */
record WaveFormat(int channels, long sampleRate, int frameBytes, boolean isFloat, ByteOrder order) {

    /** Behind these bytes, a format chunk has nothing of interest. */
    static final int MAX_BYTES = 40;

    private static final int MIN_BYTES = 16;
    private static final int INTEGER = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int KIND = 24;

    /** The end of the identifiers of all kinds of samples that have a number. */
    private static final byte[] KIND_END = {
        0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
    };

    /** Reads the chunk. Empty for all that is left to ffmpeg: other codings, and what contradicts itself. */
    static Optional<WaveFormat> of(byte[] chunk, ByteOrder order) {
        if (chunk.length < MIN_BYTES) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(chunk).order(order);
        int tag = unsigned(fields, 0);
        int channels = unsigned(fields, 2);
        long sampleRate = fields.getInt(4) & 0xFFFF_FFFFL;
        int frameBytes = unsigned(fields, 12);
        int bits = unsigned(fields, 14);
        if (channels == 0 || channels > Channels.MAX_CHANNELS || frameBytes % channels != 0) {
            return Optional.empty();
        }
        if (tag == EXTENSIBLE) {
            tag = extended(chunk, fields, bits);
        }
        boolean isKnown = bits == 8 * (frameBytes / channels)
                && (tag == INTEGER ? bits >= 8 && bits <= 32 : tag == FLOAT && (bits == 32 || bits == 64));
        return isKnown && sampleRate > 0
                ? Optional.of(new WaveFormat(channels, sampleRate, frameBytes, tag == FLOAT, order))
                : Optional.empty();
    }

    /** The kind of samples that an extensible format names; 0 for none. */
    private static int extended(byte[] chunk, ByteBuffer fields, int bits) {
        boolean isNumbered = chunk.length >= MAX_BYTES
                && fields.order() == ByteOrder.LITTLE_ENDIAN
                && unsigned(fields, 18) <= bits
                && Arrays.equals(chunk, KIND + Short.BYTES, MAX_BYTES, KIND_END, 0, KIND_END.length);
        return isNumbered ? unsigned(fields, KIND) : 0;
    }

    private static int unsigned(ByteBuffer fields, int offset) {
        return fields.getShort(offset) & 0xFFFF;
    }

    int sampleBytes() {
        return frameBytes / channels;
    }

    /** The name of the coding, as ffmpeg calls it. */
    String codec() {
        if (sampleBytes() == 1) {
            return "pcm_u8";
        }
        String end = order == ByteOrder.BIG_ENDIAN ? "be" : "le";
        return "pcm_" + (isFloat ? "f" : "s") + 8 * sampleBytes() + end;
    }
}
