package dev.escriba.speech.segmentation;

/**
 * Chooses where to cut speech that is too long for one utterance: in the middle of the best pause. Without a pause, it
 * cuts where speech is least likely and quietest.
 */
final class Cut {

    /** A shorter gap is the closure of a consonant as often as a pause. */
    private static final int MIN_PAUSE = SpeechWindow.frames(0.16);
    /** Longer pauses are all equally good. */
    private static final int MAX_PAUSE = SpeechWindow.frames(1);
    /** The frames on either side that count for the loudness of a frame. */
    private static final int NEIGHBOURS = 2;

    private Cut() {}

    /**
     * Returns the frame to cut before.
     *
     * @param earliest the first frame that may be returned
     * @param latest the last frame that may be returned
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
                double score = Math.min(length, MAX_PAUSE) * (1 + position);
                if (length >= MIN_PAUSE && score > bestScore) {
                    bestScore = score;
                    best = (silentSince + i) / 2;
                }
                silentSince = -1;
            }
        }
        return best >= 0 ? best : quietest(window, (earliest + latest) / 2, latest);
    }

    private static int quietest(SpeechWindow window, int earliest, int latest) {
        int best = latest;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = earliest; i < latest; i++) {
            double power = 0;
            double probability = 0;
            int from = Math.max(0, i - NEIGHBOURS);
            int to = Math.min(window.frames() - 1, i + NEIGHBOURS);
            for (int j = from; j <= to; j++) {
                power += window.power(j);
                probability += window.probability(j);
            }
            double cost = Math.log10(power + 1e-12) + 2 * probability / (to - from + 1);
            if (cost < lowest) {
                lowest = cost;
                best = i;
            }
        }
        return best;
    }
}
