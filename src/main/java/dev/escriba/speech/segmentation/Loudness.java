package dev.escriba.speech.segmentation;

/**
 * How loud speech is, and the factor that makes it loud enough. The measure is the root mean square over some 160 ms, at its
 * loudest: a click is shorter, a word is not.
 */
final class Loudness {

    /** Frames over which the power is averaged. */
    static final int SMOOTHING = 5;

    /** Louder than this is left as it is: -26 dB of full scale. */
    static final double ENOUGH = 0.05;

    /** Nothing is raised by more: 46 dB, past which 16 bit recordings are only their own rounding. */
    static final double MOST = 200;

    private Loudness() {}

    static double power(float[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum / Math.max(1, to - from);
    }

    /** The factor for speech whose loudest smoothed power is this. */
    static float gain(double loudestPower) {
        double level = Math.sqrt(loudestPower);
        return level >= ENOUGH ? 1f : (float) Math.min(MOST, ENOUGH / Math.max(level, 1e-9));
    }

    /** The factor for these samples as a whole. */
    static float gain(float[] samples) {
        int frame = VoiceActivity.FRAME;
        int width = frame * SMOOTHING;
        if (samples.length <= width) {
            return gain(power(samples, 0, samples.length));
        }
        double loudest = 0;
        for (int from = 0; from + width <= samples.length; from += frame) {
            loudest = Math.max(loudest, power(samples, from, from + width));
        }
        return gain(loudest);
    }
}
