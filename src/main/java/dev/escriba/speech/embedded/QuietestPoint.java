package dev.escriba.speech.embedded;

/** The softest place in a stretch of audio. */
final class QuietestPoint {

    /** 30 ms at 16 kHz. */
    private static final int WINDOW = 480;

    private QuietestPoint() {}

    /** The sample in the middle of the softest window, no further from the one given than the distance. */
    static int near(float[] samples, int middle, int distance) {
        int best = middle;
        double least = Double.POSITIVE_INFINITY;
        for (int from = Math.max(0, middle - distance);
                from + WINDOW <= Math.min(samples.length, middle + distance);
                from += WINDOW / 2) {
            double power = 0;
            for (int i = from; i < from + WINDOW; i++) {
                power += (double) samples[i] * samples[i];
            }
            if (power < least) {
                least = power;
                best = from + WINDOW / 2;
            }
        }
        return best;
    }
}
