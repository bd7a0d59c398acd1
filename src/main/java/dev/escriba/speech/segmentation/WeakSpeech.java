package dev.escriba.speech.segmentation;

/**
 * Finds the weak speech before and after what voice activity detection is sure of: a second speaker who is far away, a
 * whisper, the quiet end of a sentence. Its probability of speech is low, but higher than that of silence. Alone it is
 * no speech. Next to speech it belongs to the utterance, because a model that hears noise there writes nothing for it.
 */
final class WeakSpeech {

    /** The mean over a few frames. In silence and in steady noise it is mostly lower. */
    private static final float MIN_PROBABILITY = 0.04f;

    /** Of the loudest speech nearby: -25 dB. */
    static final double MIN_POWER = Math.pow(10, -2.5);

    /** The frames on either side that count for a frame. */
    private static final int NEIGHBOURS = 2;

    /** The frames on either side in which the loudest speech is looked for. */
    private static final int NEARBY = SpeechWindow.frames(3);

    /** Weak speech ends at a longer gap. */
    private static final int MAX_GAP = SpeechWindow.frames(0.7);

    /** The padding of an utterance holds less than this anyway. */
    private static final int MIN_LENGTH = SpeechWindow.frames(0.4);

    /** The longest weak speech on a side. Without a limit, noise would make one utterance of a whole recording. */
    static final int MAX_LENGTH = SpeechWindow.frames(4);

    private WeakSpeech() {}

    /** The first frame of the weak speech before the first frame of speech, or that frame itself. */
    static int since(SpeechWindow window, int first) {
        return reach(window, first, -1, Math.max(0, first - MAX_LENGTH));
    }

    /** The last frame of the weak speech after the last frame of speech, or that frame itself. */
    static int until(SpeechWindow window, int last, int end) {
        return last < 0 ? last : reach(window, last, 1, Math.min(end - 1, last + MAX_LENGTH));
    }

    private static int reach(SpeechWindow window, int from, int step, int limit) {
        double minPower = MIN_POWER * loudest(window, from);
        int reached = from;
        for (int i = from + step; step * (limit - i) >= 0 && Math.abs(i - reached) <= MAX_GAP; i += step) {
            reached = isWeak(window, i, minPower) ? i : reached;
        }
        return Math.abs(reached - from) < MIN_LENGTH ? from : reached;
    }

    private static boolean isWeak(SpeechWindow window, int frame, double minPower) {
        int from = Math.max(0, frame - NEIGHBOURS);
        int to = Math.min(window.frames() - 1, frame + NEIGHBOURS);
        double probability = 0;
        double power = 0;
        for (int i = from; i <= to; i++) {
            probability += window.probability(i);
            power += window.power(i);
        }
        int frames = to - from + 1;
        return probability >= frames * MIN_PROBABILITY && power >= frames * minPower;
    }

    private static double loudest(SpeechWindow window, int around) {
        double loudest = 0;
        for (int i = Math.max(0, around - NEARBY); i < Math.min(window.frames(), around + NEARBY); i++) {
            loudest = window.isSpeech(i) ? Math.max(loudest, window.power(i)) : loudest;
        }
        return loudest;
    }
}
