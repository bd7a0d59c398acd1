package dev.escriba.speech.embedded;

/** Finds the quietest point of samples. */
final class QuietestPoint {

    /** 30 ms at 16 kHz. */
    private static final int WINDOW = 480;

    private QuietestPoint() {}

    /**
     * The middle of the quietest window.
     *
     * @param middle the sample to search around
     * @param distance the greatest distance from it, in samples
     */
    static int near(float[] samples, int middle, int distance) {
        int best = middle;
        double lowest = Double.POSITIVE_INFINITY;
        for (int from = Math.max(0, middle - distance);
                from + WINDOW <= Math.min(samples.length, middle + distance);
                from += WINDOW / 2) {
            double power = 0;
            for (int i = from; i < from + WINDOW; i++) {
                power += (double) samples[i] * samples[i];
            }
            if (power < lowest) {
                lowest = power;
                best = from + WINDOW / 2;
            }
        }
        return best;
    }
}
