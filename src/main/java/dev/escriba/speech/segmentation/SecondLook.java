package dev.escriba.speech.segmentation;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Detects voice activity in a gap again, at the gap's own level. The gain of the first detection follows the loudest
 * speech nearby, so it misses a sentence that is far quieter than its neighbours.
 */
final class SecondLook implements AutoCloseable {

    /** Of the loudest speech beside the gap: -40 dB. What is quieter may come from another channel or room. */
    private static final double MIN_POWER = 1e-4;

    /** With a gain that is less than this higher, the first detection would have found the speech. */
    private static final double MIN_GAIN = 2;

    private final Supplier<VoiceActivity> activities;
    private final SegmentationRules rules;
    /** Null before the first gap that needs it. */
    private VoiceActivity activity;

    SecondLook(Supplier<VoiceActivity> activities, SegmentationRules rules) {
        this.activities = activities;
        this.rules = rules;
    }

    /**
     * For each frame whether it holds speech at the gap's own level.
     *
     * @param samples of these frames
     * @param probabilities of speech of each frame, which those at the gap's own level replace
     * @param smooth the smoothed power of each frame
     * @param loudest the highest power of the speech beside the gap
     */
    boolean[] speech(float[] samples, float[] probabilities, double[] smooth, double loudest) {
        boolean[] speech = new boolean[smooth.length];
        double own = Arrays.stream(smooth).max().orElse(0);
        float gain = Loudness.gainToDetect(own);
        if (own < loudest * MIN_POWER || gain < MIN_GAIN * Loudness.gainToDetect(loudest)) {
            return speech;
        }
        detect(amplified(samples, smooth.length, gain), probabilities, smooth.length);
        boolean inSpeech = false;
        for (int i = 0; i < speech.length; i++) {
            inSpeech = probabilities[i] >= (inSpeech ? rules.offset() : rules.onset());
            speech[i] = inSpeech;
        }
        return speech;
    }

    private static float[] amplified(float[] samples, int frames, float gain) {
        float[] loud = Arrays.copyOf(samples, frames * VoiceActivity.FRAME);
        new HighPass(LookaheadGain.HIGH_PASS_FREQUENCY).filter(loud, 0, loud.length);
        for (int i = 0; i < loud.length; i++) {
            loud[i] = Math.max(-1f, Math.min(1f, loud[i] * gain));
        }
        return loud;
    }

    private void detect(float[] samples, float[] probabilities, int frames) {
        if (activity == null) {
            activity = activities.get();
        }
        // the gap before has no part in the result
        activity.speechProbabilities(new float[VoiceActivity.BLOCK * VoiceActivity.FRAME], VoiceActivity.BLOCK);
        for (int from = 0; from < frames; from += VoiceActivity.BLOCK) {
            int count = Math.min(VoiceActivity.BLOCK, frames - from);
            float[] block = Arrays.copyOfRange(
                    samples, from * VoiceActivity.FRAME, (from + VoiceActivity.BLOCK) * VoiceActivity.FRAME);
            System.arraycopy(activity.speechProbabilities(block, count), 0, probabilities, from, count);
        }
    }

    @Override
    public void close() {
        if (activity != null) {
            activity.close();
        }
    }
}
