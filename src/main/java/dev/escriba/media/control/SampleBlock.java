package dev.escriba.media.control;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/**
 * A block of samples in 16 bits each. Each channel of a block has a scale of its own, a power of two. So the quietest
 * recording keeps 15 bits, samples beyond full scale are kept, and samples of 16 bits are kept exactly.
 */
final class SampleBlock {

    /** The frames of each block but the last, which may have fewer. */
    static final int FRAMES = 2048;

    private static final int MIN_EXPONENT = -100;

    private SampleBlock() {}

    /** The bytes of a block. */
    static int bytes(int frames, int channels) {
        return Short.BYTES * channels * (1 + frames);
    }

    /** Encodes the first frames of interleaved samples: one scale for each channel, then the samples. */
    static byte[] encode(float[] interleaved, int frames, int channels) {
        byte[] block = new byte[bytes(frames, channels)];
        ShortBuffer target = shorts(block);
        for (int channel = 0; channel < channels; channel++) {
            int exponent = exponent(interleaved, frames, channels, channel);
            target.put(channel, (short) exponent);
            float inverse = Math.scalb(1f, -exponent);
            for (int i = channel; i < frames * channels; i += channels) {
                int value = Math.round(interleaved[i] * inverse);
                target.put(channels + i, (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value)));
            }
        }
        return block;
    }

    /** Decodes one channel of a block. Returns its number of frames. */
    static int decode(byte[] block, int channels, int channel, float[] target) {
        ShortBuffer source = shorts(block);
        int frames = source.remaining() / channels - 1;
        float scale = Math.scalb(1f, source.get(channel));
        for (int frame = 0; frame < frames; frame++) {
            target[frame] = source.get(channels * (1 + frame) + channel) * scale;
        }
        return frames;
    }

    /** The exponent of the smallest scale at which no sample is cut off. */
    private static int exponent(float[] interleaved, int frames, int channels, int channel) {
        float highest = 0;
        float lowest = 0;
        for (int i = channel; i < frames * channels; i += channels) {
            highest = Math.max(highest, interleaved[i]);
            lowest = Math.min(lowest, interleaved[i]);
        }
        int exponent = Math.max(MIN_EXPONENT, Math.getExponent(Math.max(highest, -lowest)) - 15);
        float scale = Math.scalb(1f, exponent);
        return highest > Short.MAX_VALUE * scale || lowest < Short.MIN_VALUE * scale ? exponent + 1 : exponent;
    }

    private static ShortBuffer shorts(byte[] block) {
        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    }
}
