package dev.escriba.speech.segmentation;

import java.util.Arrays;

/**
 * The loudness of speech, and the gain that makes it loud enough. The loudness is the highest root mean square over
 * some 160 ms. A click is shorter than that, a word is not.
 */
final class Loudness {

    /** The number of frames over which the power is averaged. */
    static final int SMOOTHING = 5;

    /** The highest gain: 46 dB. Above that, a 16-bit recording contains only its own rounding errors. */
    private static final double MAX_GAIN = 200;

    /** The level for voice activity detection: -26 dB of full scale. */
    private static final double DETECTION_LEVEL = 0.05;

    /**
     * Recognition works equally well between -10 and -54 dB and loses words below that, as measured with all clips at
     * one level. So only audio below the first level is amplified, to the second.
     */
    private static final double QUIET_LEVEL = 0.002;

    private static final double RAISED_LEVEL = 0.005;

    /** Speech with more than this level comes from a file beyond full scale. It is lowered to the second level. */
    private static final double MAX_LEVEL = 0.7;

    private static final double LOWERED_LEVEL = 0.25;

    /** The peak of speech is at most so many times its level. A higher one is a click. */
    private static final double MAX_CREST = 20;

    private Loudness() {}

    static double power(float[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum / Math.max(1, to - from);
    }

    /**
     * The power of each frame in the mean with its neighbours. Beyond the ends the power is 0. A click is shorter than
     * that, a word is not.
     */
    static double[] smooth(double[] power) {
        double[] smooth = new double[power.length];
        for (int i = 0; i < power.length; i++) {
            int from = Math.max(0, i - SMOOTHING / 2);
            int to = Math.min(power.length, i + SMOOTHING / 2 + 1);
            smooth[i] = Arrays.stream(power, from, to).sum() / SMOOTHING;
        }
        return smooth;
    }

    /** The gain for detecting speech with this highest smoothed power. */
    static float gainToDetect(double loudestPower) {
        double level = Math.sqrt(loudestPower);
        if (level > MAX_LEVEL) {
            return (float) (LOWERED_LEVEL / level);
        }
        return level >= DETECTION_LEVEL ? 1f : gain(DETECTION_LEVEL, level);
    }

    /** The gain for recognising these samples. */
    static float gainToRecognise(float[] samples) {
        int frame = VoiceActivity.FRAME;
        int width = Math.min(samples.length, frame * SMOOTHING);
        double loudest = 0;
        for (int from = 0; from + width <= samples.length; from += frame) {
            loudest = Math.max(loudest, power(samples, from, from + width));
        }
        double level = Math.sqrt(loudest);
        double peak = Math.min(peak(samples), MAX_CREST * level);
        if (peak > 1) {
            return (float) (1 / peak);
        }
        return level >= QUIET_LEVEL ? 1f : gain(RAISED_LEVEL, level);
    }

    private static double peak(float[] samples) {
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static float gain(double wanted, double level) {
        return (float) Math.min(MAX_GAIN, wanted / Math.max(level, 1e-9));
    }
}
