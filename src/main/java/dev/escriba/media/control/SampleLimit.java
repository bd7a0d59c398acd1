package dev.escriba.media.control;

import java.util.Arrays;

/**
 * Keeps samples usable that are no numbers from -1 to 1. A file of floating-point numbers may hold any number: a
 * recording whose full scale is 32,768, one that is too loud, or damaged samples of 1e30. A whole recording beyond full
 * scale is kept, because its level is found later. A click far beyond the recording would hide the sentences around it,
 * and is cut off. What is no finite number is silent.
 */
final class SampleLimit {

    /** In full scale: 48 dB. A sample up to this size is left as it is. */
    private static final float ALWAYS = 1 << 8;

    /** The highest size of samples: that of whole numbers of 32 bits, which were written as they are. */
    private static final float NEVER_MORE = 0x1p31f;

    /** Speech is below this size for nine tenths of the time, times {@link #CREST}. */
    private static final double SHARE = 0.9;

    private static final float CREST = 20;

    /** In a block of speech, that size is so many times the size of half of the samples at most. Else it is damage. */
    private static final float MAX_SPREAD = 30;

    /** The part of the size that stays from block to block. Blocks have 128 ms or less: a pause of 13 s is 9 dB. */
    private static final float MEMORY = 0.99f;

    private final int channels;
    private final float[] size;

    SampleLimit(int channels) {
        this.channels = channels;
        size = new float[channels];
    }

    /** Changes the samples that are not usable. */
    void apply(float[] interleaved, int frames) {
        boolean isLarge = false;
        for (int i = 0; i < frames * channels; i++) {
            if (!Float.isFinite(interleaved[i])) {
                interleaved[i] = 0;
            }
            isLarge |= Math.abs(interleaved[i]) > ALWAYS;
        }
        for (int channel = 0; channel < channels; channel++) {
            size[channel] *= MEMORY;
            if (isLarge) {
                cut(interleaved, frames, channel);
            }
        }
    }

    private void cut(float[] interleaved, int frames, int channel) {
        float[] sizes = new float[frames];
        for (int i = 0; i < frames; i++) {
            sizes[i] = Math.abs(interleaved[i * channels + channel]);
        }
        Arrays.sort(sizes);
        float believed = Math.min(sizes[(int) (SHARE * frames)], MAX_SPREAD * sizes[frames / 2]);
        size[channel] = Math.max(size[channel], believed);
        float limit = Math.min(NEVER_MORE, Math.max(ALWAYS, CREST * size[channel]));
        for (int i = channel; i < frames * channels; i += channels) {
            interleaved[i] = Math.max(-limit, Math.min(limit, interleaved[i]));
        }
    }
}
