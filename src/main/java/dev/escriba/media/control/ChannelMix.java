package dev.escriba.media.control;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mixes the channels of a recording to one. Every channel with sound counts, whatever speaker position the file claims
 * for it. A channel of opposite phase is turned round before the sum, so that the two do not cancel: an inverted cable
 * makes such recordings. A quiet speaker on a channel of their own is raised ({@link ChannelLevels}). Works block by
 * block, without delay.
 */
final class ChannelMix implements BlockMix {

    /** The part of the statistics of earlier blocks that stays: with blocks of 128 ms, a time constant of 1.2 s. */
    private static final double MEMORY = 0.9;

    /** Below this correlation with another channel, a channel has the opposite phase. */
    private static final double OPPOSITE = -0.5;

    /**
     * A correlation within one block that is stronger than this one, or weaker than its opposite, counts at once: a
     * second speaker may have the opposite phase of the first one.
     */
    private static final double CLEAR = 0.9;

    /** A channel 40 dB below the loudest one is silent. */
    private static final double SILENT = 1e-4;

    /** The samples within which weights change, so that no click is heard: 10 ms. */
    private static final int FADE = 160;

    /** The part of an average that each sample leaves: the offset of a channel is no sound. Some 80 Hz at 16 kHz. */
    private static final double OFFSET_MEMORY = 0.97;

    private final int channels;
    private final double[] offset;
    private final double[][] products;
    private final double[][] blockProducts;
    private final double[] sign;
    private final double[] weight;
    private final ChannelLevels levels;
    private int loudest;
    private boolean begun;

    ChannelMix(int channels) {
        this.channels = channels;
        offset = new double[channels];
        products = new double[channels][channels];
        blockProducts = new double[channels][channels];
        sign = new double[channels];
        weight = new double[channels];
        levels = new ChannelLevels(channels);
        Arrays.fill(sign, 1);
    }

    @Override
    public void mix(float[] interleaved, int frames, float[] mono) {
        if (!begun && frames > 0) {
            for (int c = 0; c < channels; c++) {
                offset[c] = interleaved[c];
            }
        }
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
        for (double[] row : blockProducts) {
            Arrays.fill(row, 0);
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
                    blockProducts[c][other] += voice[c] * voice[other];
                }
            }
        }
        double[] powers = new double[channels];
        for (int c = 0; c < channels; c++) {
            for (int other = c; other < channels; other++) {
                products[c][other] = MEMORY * products[c][other] + blockProducts[c][other];
            }
            powers[c] = blockProducts[c][c] / Math.max(1, frames);
        }
        levels.add(powers);
    }

    private void chooseWeights() {
        for (int c = 0; c < channels; c++) {
            // another channel has to be clearly louder, so that the choice does not change all the time
            loudest = power(c) > 2 * power(loudest) ? c : loudest;
        }
        chooseSigns();
        int sounding = 0;
        for (int c = 0; c < channels; c++) {
            sounding += power(c) > SILENT * power(loudest) ? 1 : 0;
        }
        for (int c = 0; c < channels; c++) {
            weight[c] = sign[c] * gain(c) / Math.max(1, sounding);
        }
    }

    /** A channel that holds the same as a louder one needs no gain. */
    private double gain(int channel) {
        double gain = levels.gain(channel);
        for (int other = 0; other < channels && gain > 1; other++) {
            if (levels.isLouder(other, channel) && Math.abs(correlation(channel, other)) > -OPPOSITE) {
                return 1;
            }
        }
        return gain;
    }

    /**
     * From the loudest channel to the quietest one, each has the sign that suits the earlier channel to which it is
     * most similar. The loudest channel keeps its sign, so that the whole mix is not turned round.
     */
    private void chooseSigns() {
        List<Integer> byPower = IntStream.range(0, channels)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> c == loudest ? Double.NEGATIVE_INFINITY : -power(c)))
                .toList();
        for (int i = 1; i < channels; i++) {
            int channel = byPower.get(i);
            double closest = 0;
            double closestSign = sign[channel];
            for (int other : byPower.subList(0, i)) {
                double correlation = correlation(channel, other);
                if (Math.abs(correlation) > Math.abs(closest)) {
                    closest = correlation;
                    closestSign = sign[other];
                }
            }
            if (closest < OPPOSITE) {
                sign[channel] = -closestSign;
            } else if (closest > 0) {
                sign[channel] = closestSign;
            }
        }
    }

    private double power(int channel) {
        return products[channel][channel];
    }

    private double correlation(int channel, int other) {
        double now = correlation(blockProducts, channel, other);
        boolean isLoud = blockProducts[channel][channel] > SILENT * power(loudest)
                && blockProducts[other][other] > SILENT * power(loudest);
        return isLoud && Math.abs(now) > CLEAR ? now : correlation(products, channel, other);
    }

    private static double correlation(double[][] products, int channel, int other) {
        double scale = Math.sqrt(products[channel][channel] * products[other][other]);
        return scale == 0 ? 0 : products[Math.min(channel, other)][Math.max(channel, other)] / scale;
    }
}
