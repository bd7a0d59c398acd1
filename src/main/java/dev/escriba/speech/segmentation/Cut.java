package dev.escriba.speech.segmentation;

/** Where speech that goes on for too long is cut: in the middle of the best pause, or failing that where it is least speech and softest. */
final class Cut {

    /** A shorter gap is the closure of a consonant as often as a pause. */
    private static final int PAUSE = SpeechWindow.frames(0.16);
    /** Pauses longer than this are equally good. */
    private static final int LONG_PAUSE = SpeechWindow.frames(1);
    /** Frames on either side that count for how soft a place is. */
    private static final int AROUND = 2;

    private Cut() {}

    /**
     * The frame to cut before, within the two bounds.
     *
     * @param earliest frame that may be cut before
     * @param latest frame that may be cut before
     */
    static int between(SpeechWindow window, int earliest, int latest) {
        int best = -1;
        double bestScore = Double.NEGATIVE_INFINITY;
        int silentSince = -1;
        for (int i = earliest; i <= latest; i++) {
            boolean silent = i < latest && !window.isSpeech(i);
            if (silent && silentSince < 0) {
                silentSince = i;
            } else if (!silent && silentSince >= 0) {
                int length = i - silentSince;
                double position = (double) (i - earliest) / Math.max(1, latest - earliest);
                double score = Math.min(length, LONG_PAUSE) * (1 + position);
                if (length >= PAUSE && score > bestScore) {
                    bestScore = score;
                    best = (silentSince + i) / 2;
                }
                silentSince = -1;
            }
        }
        return best >= 0 ? best : softest(window, (earliest + latest) / 2, latest);
    }

    private static int softest(SpeechWindow window, int earliest, int latest) {
        int best = latest;
        double least = Double.POSITIVE_INFINITY;
        for (int i = earliest; i < latest; i++) {
            double power = 0;
            double probability = 0;
            int from = Math.max(0, i - AROUND);
            int to = Math.min(window.frames() - 1, i + AROUND);
            for (int j = from; j <= to; j++) {
                power += window.power(j);
                probability += window.probability(j);
            }
            double cost = Math.log10(power + 1e-12) + 2 * probability / (to - from + 1);
            if (cost < least) {
                least = cost;
                best = i;
            }
        }
        return best;
    }
}
