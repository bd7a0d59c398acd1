package dev.escriba.media.control;

import java.util.Arrays;

/**
 * How loud each channel of a recording is, and how much a quiet one is raised before the mix. In a call with one
 * speaker on each channel, one of them may be 30 dB quieter: beside the other one's noise and voice, that speech would
 * be lost. A quiet channel with speech is raised to the level of the loudest one while the louder channels are not
 * heard. So it brings neither its noise nor the echo of a louder speaker into that speaker's words.
 */
final class ChannelLevels {

    /** The part of a level that stays from block to block: with blocks of 128 ms, a time constant of 10 s. */
    private static final double MEMORY = 0.987;

    /** The blocks of which the quietest one is the floor of a channel: 6 s. Speech has a pause in that time. */
    private static final int RECENT = 48;

    /** A channel is louder than another one from 10 dB on. */
    private static final double LOUDER = 10;

    /** A channel with speech is 15 dB louder at times than it is between the words. */
    private static final double SPEECH = 30;

    /** A channel is not heard at 15 dB below its level. */
    private static final double UNHEARD = 1 / 30.0;

    /** A channel below -60 dB of full scale is not raised. */
    private static final double MIN_LEVEL = 1e-6;

    /** 24 dB. */
    private static final double MAX_GAIN = 250;

    private final double[] now;
    private final double[] level;
    private final double[][] recent;
    private int block;

    ChannelLevels(int channels) {
        now = new double[channels];
        level = new double[channels];
        recent = new double[channels][RECENT];
        for (double[] powers : recent) {
            Arrays.fill(powers, Double.MAX_VALUE);
        }
    }

    /** Takes note of the mean power of each channel in the next block. */
    void add(double[] powers) {
        for (int channel = 0; channel < powers.length; channel++) {
            now[channel] = powers[channel];
            level[channel] = Math.max(powers[channel], MEMORY * level[channel]);
            recent[channel][block] = powers[channel];
        }
        block = (block + 1) % RECENT;
    }

    /** Whether a channel is clearly louder than another one. */
    boolean isLouder(int channel, int than) {
        return level[channel] > LOUDER * level[than];
    }

    /** The factor for the samples of a channel in the last block: 1 or more. */
    double gain(int channel) {
        double floor = Arrays.stream(recent[channel]).min().orElseThrow();
        if (level[channel] < MIN_LEVEL || level[channel] < SPEECH * floor) {
            return 1;
        }
        double loudest = level[channel];
        for (int other = 0; other < level.length; other++) {
            if (isLouder(other, channel)) {
                if (now[other] > UNHEARD * level[other]) {
                    return 1;
                }
                loudest = Math.max(loudest, level[other]);
            }
        }
        return Math.sqrt(Math.min(MAX_GAIN, loudest / level[channel]));
    }
}
