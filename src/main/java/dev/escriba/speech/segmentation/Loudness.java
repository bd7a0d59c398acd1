package dev.escriba.speech.segmentation;

/**
 * How loud speech is, and the factor that makes it loud enough. The measure is the root mean square over some 160 ms, at its
 * loudest: a click is shorter, a word is not.
 */
final class Loudness {

    /** Frames over which the power is averaged. */
    static final int SMOOTHING = 5;

    /** Nothing is raised by more: 46 dB, past which 16 bit recordings are only their own rounding. */
    private static final double MOST = 200;

    /** What the detection of speech is given: -26 dB of full scale. */
    private static final double DETECTABLE = 0.05;

    /**
     * Recognition does not mind how loud speech is between -10 and -54 dB, and loses words below: measured with all clips brought
     * to one level. So only what is quieter than the first of these is raised, to the second.
     */
    private static final double QUIET = 0.002;

    private static final double RAISED = 0.005;

    private Loudness() {}

    static double power(float[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum / Math.max(1, to - from);
    }

    /** The factor for detecting speech whose loudest smoothed power is this. */
    static float gainToDetect(double loudestPower) {
        double level = Math.sqrt(loudestPower);
        return level >= DETECTABLE ? 1f : gain(DETECTABLE, level);
    }

    /** The factor for recognising these samples. */
    static float gainToRecognise(float[] samples) {
        int frame = VoiceActivity.FRAME;
        int width = Math.min(samples.length, frame * SMOOTHING);
        double loudest = 0;
        for (int from = 0; from + width <= samples.length; from += frame) {
            loudest = Math.max(loudest, power(samples, from, from + width));
        }
        double level = Math.sqrt(loudest);
        return level >= QUIET ? 1f : gain(RAISED, level);
    }

    private static float gain(double wanted, double level) {
        return (float) Math.min(MOST, wanted / Math.max(level, 1e-9));
    }
}
