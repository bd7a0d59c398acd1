package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import java.util.Arrays;

/**
 * Brings audio of any rate to 16 kHz, as it is read. The first output sample is at the place of the first input sample.
 * There are as many output samples as have their places before the end of the input.
 */
final class Resampler implements FrameReader {

    private final FrameReader source;
    private final int channels;
    private final int rate;
    private final ResamplingFilter filter;
    private final float[] portion;

    /** The latest input of each channel. */
    private final float[][] window;

    /** The number of the first input frame in the window. Before the first frame of all there is silence. */
    private long start;

    private int filled;

    /** The frames of the whole input, once it has ended. */
    private long total = Long.MAX_VALUE;

    private long produced;

    Resampler(FrameReader source, int channels, int rate) {
        this.source = source;
        this.channels = channels;
        this.rate = rate;
        filter = ResamplingFilter.of(rate);
        portion = new float[MixedAudio.BLOCK * channels];
        window = new float[channels][filter.length() + MixedAudio.BLOCK];
        start = -filter.reach();
        filled = filter.reach();
    }

    @Override
    public int read(float[] target, int frames) {
        int count = 0;
        while (count < frames) {
            long place = produced * rate;
            long before = place / PcmStream.SAMPLE_RATE;
            if (before >= total) {
                break;
            }
            int offset = (int) (before - filter.reach() + 1 - start);
            if (offset + filter.length() > filled) {
                fill(offset);
                continue;
            }
            int remainder = (int) (place % PcmStream.SAMPLE_RATE);
            for (int channel = 0; channel < channels; channel++) {
                target[count * channels + channel] = filter.apply(window[channel], offset, remainder);
            }
            count++;
            produced++;
        }
        return count;
    }

    /** Reads more input. Behind its end there is silence. */
    private void fill(int unused) {
        filled -= unused;
        start += unused;
        for (float[] samples : window) {
            System.arraycopy(samples, unused, samples, 0, filled);
        }
        int room = Math.min(MixedAudio.BLOCK, window[0].length - filled);
        int read = total == Long.MAX_VALUE ? source.read(portion, room) : 0;
        if (read < room && total == Long.MAX_VALUE) {
            total = start + filled + read;
        }
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < read; i++) {
                window[channel][filled + i] = portion[i * channels + channel];
            }
            Arrays.fill(window[channel], filled + read, filled + room, 0f);
        }
        filled += room;
    }
}
