package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the channels of a recording that have sound, and those that repeat another channel. It gets the recording block
 * by block and keeps only sums.
 *
 * <p>Two channels are the same if they differ only by one factor, which may be negative, and by slight noise. Each half
 * second with sound is compared. So a short sentence of a second speaker in a long recording makes a difference. A
 * block of 128 ms alone would be too short: a coder at a low bit rate changes single blocks of one channel.
 */
final class ChannelComparison implements BlockMix {

    /** The part of an average that each sample leaves: some 250 Hz at 16 kHz. Offset and hum are no sound. */
    private static final double OFFSET_MEMORY = 0.9;

    /** A channel below -72 dB of full scale has no sound. Recognition cannot amplify it enough. */
    private static final double MIN_POWER = 6.3e-8;

    /** A channel 40 dB below another one may hold what the coding of the other one left. */
    private static final double MAX_LEAK = 1e-4;

    /** A quiet channel with a higher correlation to the louder one is what the coding left. */
    private static final double LEAK_CORRELATION = 0.7;

    /** The blocks that are compared together: half a second. */
    private static final int WINDOW = 4;

    /** The power of the difference of two channels, as a share of their power. Above it they differ. */
    private static final double MAX_DIFFERENCE = 0.15;

    /** Below this correlation over the whole recording two channels differ. */
    private static final double MIN_CORRELATION = 0.8;

    /** Windows this far below the loudest part of a channel are not compared, because noise decides there: 21 dB. */
    private static final int COMPARED_LEVELS = 7;

    /** More windows than this have to differ. They overlap, so a word is in more than two. */
    private static final int MAX_DIFFERENT_WINDOWS = 2;

    private static final double DECIBELS_PER_LEVEL = 3;
    private static final int LEVELS = 64;
    private static final int FULL_SCALE = 32;

    private final int channels;
    private final double[] offset;
    private final double[] previous;
    private final double[] loudest;

    /** The mean products of each two channels in the last blocks; the row has the lower number. */
    private final double[][][] recent;

    /** The sums of all blocks. */
    private final double[][] sums;

    /** The number of windows in which two channels differ, by the level of the window. */
    private final int[][][] different;

    private long blocks;

    ChannelComparison(int channels) {
        this.channels = channels;
        offset = new double[channels];
        previous = new double[channels];
        loudest = new double[channels];
        recent = new double[WINDOW][channels][channels];
        sums = new double[channels][channels];
        different = new int[channels][channels][LEVELS];
    }

    /** Compares a block. The mono samples are not set. */
    @Override
    public void mix(float[] interleaved, int frames, float[] mono) {
        double[][] block = recent[(int) (blocks % WINDOW)];
        measure(interleaved, frames, block);
        blocks++;
        for (int c = 0; c < channels; c++) {
            // of two blocks the quieter one: a click is shorter, a word is not
            loudest[c] = Math.max(loudest[c], Math.min(previous[c], block[c][c]));
            previous[c] = block[c][c];
            for (int other = 0; other <= c; other++) {
                sums[other][c] += block[other][c];
            }
        }
        for (int c = 0; c < channels; c++) {
            for (int other = 0; other < c; other++) {
                compare(other, c);
            }
        }
    }

    /** Sets the mean products of each two channels in a block, without what is below the pitch of a voice. */
    private void measure(float[] interleaved, int frames, double[][] block) {
        for (double[] row : block) {
            Arrays.fill(row, 0);
        }
        if (blocks == 0 && frames > 0) {
            for (int c = 0; c < channels; c++) {
                offset[c] = interleaved[c];
            }
        }
        double[] sound = new double[channels];
        for (int frame = 0; frame < frames; frame++) {
            for (int c = 0; c < channels; c++) {
                double sample = interleaved[frame * channels + c];
                offset[c] = OFFSET_MEMORY * offset[c] + (1 - OFFSET_MEMORY) * sample;
                sound[c] = sample - offset[c];
                for (int other = 0; other <= c; other++) {
                    block[other][c] += sound[other] * sound[c] / frames;
                }
            }
        }
    }

    /** Counts the window that ends now if the two channels differ in it. */
    private void compare(int one, int other) {
        double scale = sums[one][one] == 0 ? 0 : Math.sqrt(sums[other][other] / sums[one][one]);
        double expected = scale * scale * window(one, one);
        double found = window(other, other);
        double common = Math.signum(sums[one][other]) * window(one, other);
        if (expected + found - 2 * scale * common > MAX_DIFFERENCE * (expected + found)) {
            different[one][other][level(Math.max(expected, found))]++;
        }
    }

    private double window(int one, int other) {
        double sum = 0;
        for (double[][] block : recent) {
            sum += block[one][other];
        }
        return sum / WINDOW;
    }

    private static int level(double power) {
        double decibels = 10 * Math.log10(Math.max(power, Double.MIN_NORMAL));
        return (int) Math.max(0, Math.min(LEVELS - 1, FULL_SCALE + Math.floor(decibels / DECIBELS_PER_LEVEL)));
    }

    /** Whether any channel has a sound in the blocks up to now. */
    boolean hasSound() {
        return Arrays.stream(loudest).anyMatch(power -> power > MIN_POWER);
    }

    /** What the blocks up to now contain. */
    ChannelContents contents(Duration length) {
        List<Integer> sounding = new ArrayList<>();
        List<Integer> distinct = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            if (hasSound(c)) {
                sounding.add(c);
                if (!repeats(c, distinct)) {
                    distinct.add(c);
                }
            }
        }
        return new ChannelContents(length, channels, sounding, distinct);
    }

    private boolean hasSound(int channel) {
        boolean isLeak = false;
        for (int other = 0; other < channels; other++) {
            isLeak |= loudest[channel] < MAX_LEAK * loudest[other] && correlation(channel, other) > LEAK_CORRELATION;
        }
        return loudest[channel] > MIN_POWER && !isLeak;
    }

    private boolean repeats(int channel, List<Integer> earlier) {
        return earlier.stream().anyMatch(one -> isSame(one, channel));
    }

    private boolean isSame(int one, int other) {
        if (correlation(one, other) < MIN_CORRELATION) {
            return false;
        }
        int windows = 0;
        for (int level = Math.max(0, level(loudest[other]) - COMPARED_LEVELS); level < LEVELS; level++) {
            windows += different[one][other][level];
        }
        return windows <= MAX_DIFFERENT_WINDOWS;
    }

    /** From 0 to 1, over the whole recording; opposite phases count like equal ones. */
    private double correlation(int one, int other) {
        double scale = Math.sqrt(sums[one][one] * sums[other][other]);
        return scale == 0 ? 0 : Math.abs(sums[Math.min(one, other)][Math.max(one, other)]) / scale;
    }
}
