package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
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
    private static final byte[] KIND_END = {(byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71};

    /** Of these codings ffmpeg reads no big-endian format chunk that is longer than the shortest one. */
    private static final Map<Integer, String> OTHER_CODINGS = Map.of(
            2, "adpcm_ms",
            6, "pcm_alaw",
            7, "pcm_mulaw",
            0x11, "adpcm_ima_wav",
            0x31, "gsm_ms",
            0x50, "mp2",
            0x55, "mp3");

    /**
     * Reads the chunk. Empty for all that is left to ffmpeg: other codings, and what contradicts itself.
     *
     * @throws Problem 400 where ffmpeg would read wrong samples, or call the file damaged
     */
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
        int containerBits = 8 * (frameBytes / channels);
        boolean isPadded = fields.getInt(8) == (int) (sampleRate * frameBytes);
        if (tag == INTEGER && containerBits == 32 && bits > 16 && bits <= 24 && isPadded) {
            // programs do not agree which bits of the container are the sample
            throw Problem.invalid("File", "file.codec-not-supported", "PCM " + bits + "/" + containerBits + " bit");
        }
        boolean isKnown = bits == containerBits
                && (tag == INTEGER ? bits >= 8 && bits <= 32 : tag == FLOAT && (bits == 32 || bits == 64));
        if (!isKnown && order == ByteOrder.BIG_ENDIAN && chunk.length > MIN_BYTES) {
            throw OTHER_CODINGS.containsKey(tag)
                    ? Problem.invalid("File", "file.codec-not-supported", OTHER_CODINGS.get(tag))
                    : Problem.invalid("File", "file.codec-unknown");
        }
        return isKnown && sampleRate > 0
                ? Optional.of(new WaveFormat(channels, sampleRate, frameBytes, tag == FLOAT, order))
                : Optional.empty();
    }

    /** The kind of samples that an extensible format names; 0 for none. */
    private static int extended(byte[] chunk, ByteBuffer fields, int bits) {
        boolean isNumbered = chunk.length >= MAX_BYTES
                && unsigned(fields, 18) <= bits
                && Arrays.equals(chunk, KIND + Long.BYTES, MAX_BYTES, KIND_END, 0, KIND_END.length);
        return isNumbered ? kind(fields) : 0;
    }

    /**
     * The number in the first half of an identifier: a number of 32 bits, one of 16 bits that is 0, and one that is
     * 0x10. In a big-endian file, programs write them as big-endian or little-endian numbers, or the first one as a
     * big-endian number of 16 bits.
     */
    private static int kind(ByteBuffer fields) {
        long half = fields.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(KIND);
        if (half >>> 32 == 0x0010_0000) {
            int tag = (int) half;
            return fields.order() == ByteOrder.BIG_ENDIAN && tag > 0xFF && (tag & 0xFF) == 0 ? tag >> 8 : tag;
        }
        return fields.order() == ByteOrder.BIG_ENDIAN && fields.getInt(KIND + Integer.BYTES) == 0x10
                ? fields.getInt(KIND)
                : 0;
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
