package dev.escriba.media.control;

import java.util.Arrays;

/**
 * Mixes the channels of a recording to one. Every channel with sound counts, whatever speaker position the file claims
 * for it. A channel of opposite phase is turned round before the sum, so that the two do not cancel: an inverted cable
 * makes such recordings. Works block by block, without delay.
 */
final class ChannelMix implements BlockMix {

    /** The part of the statistics of earlier blocks that stays: with blocks of 128 ms, a time constant of 1.2 s. */
    private static final double MEMORY = 0.9;

    /** Below this correlation with the loudest channel, a channel has the opposite phase. */
    private static final double OPPOSITE = -0.5;

    /** A channel 40 dB below the loudest one is silent. */
    private static final double SILENT = 1e-4;

    /** The samples within which weights change, so that no click is heard: 10 ms. */
    private static final int FADE = 160;

    /** The part of an average that each sample leaves: the offset of a channel is no sound. Some 80 Hz at 16 kHz. */
    private static final double OFFSET_MEMORY = 0.97;

    private final int channels;
    private final double[] offset;
    private final double[][] products;
    private final double[] sign;
    private final double[] weight;
    private int loudest;
    private boolean begun;

    ChannelMix(int channels) {
        this.channels = channels;
        offset = new double[channels];
        products = new double[channels][channels];
        sign = new double[channels];
        weight = new double[channels];
        Arrays.fill(sign, 1);
    }

    @Override
    public void mix(float[] interleaved, int frames, float[] mono) {
        measure(interleaved, frames);
        double[] before = weight.clone();
        chooseWeights();
        if (!begun) {
            System.arraycopy(weight, 0, before, 0, channels);
            begun = true;
        }
        for (int frame = 0; frame < frames; frame++) {
            double fade = Math.min(1, (frame + 1.0) / FADE);
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += (before[c] + fade * (weight[c] - before[c])) * interleaved[frame * channels + c];
            }
            mono[frame] = (float) sum;
        }
    }

    /** Adds the block to the decaying sums of products of each two channels, without their offsets. */
    private void measure(float[] interleaved, int frames) {
        for (double[] row : products) {
            for (int c = 0; c < channels; c++) {
                row[c] *= MEMORY;
            }
        }
        double[] voice = new double[channels];
        for (int frame = 0; frame < frames; frame++) {
            for (int c = 0; c < channels; c++) {
                double sample = interleaved[frame * channels + c];
                offset[c] = OFFSET_MEMORY * offset[c] + (1 - OFFSET_MEMORY) * sample;
                voice[c] = sample - offset[c];
            }
            for (int c = 0; c < channels; c++) {
                for (int other = c; other < channels; other++) {
                    products[c][other] += voice[c] * voice[other];
                }
            }
        }
    }

    private void chooseWeights() {
        for (int c = 0; c < channels; c++) {
            // another channel has to be clearly louder, so that the choice does not change all the time
            loudest = power(c) > 2 * power(loudest) ? c : loudest;
        }
        int sounding = 0;
        for (int c = 0; c < channels; c++) {
            sounding += power(c) > SILENT * power(loudest) ? 1 : 0;
            sign[c] = signOf(c);
        }
        for (int c = 0; c < channels; c++) {
            weight[c] = sign[c] / Math.max(1, sounding);
        }
    }

    private double power(int channel) {
        return products[channel][channel];
    }

    /** The loudest channel keeps its sign, so that the whole mix is not turned round. */
    private double signOf(int channel) {
        double scale = Math.sqrt(power(channel) * power(loudest));
        if (channel == loudest || scale == 0) {
            return sign[channel];
        }
        double correlation = products[Math.min(channel, loudest)][Math.max(channel, loudest)] / scale;
        if (correlation < OPPOSITE) {
            return -sign[loudest];
        }
        return correlation > 0 ? sign[loudest] : sign[channel];
    }
}
