package dev.escriba.speech.segmentation;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is between two utterances, up to some length. Voice activity detection found no speech there. It misses speech in
 * noise, and speech through another microphone than the speech beside it. A gap that is nearly as loud as speech is
 * therefore an utterance that a model has to confirm.
 */
final class SpeechGap {

    /** Of the loudest speech beside the gap: -25 dB. */
    private static final double MIN_POWER = Math.pow(10, -2.5);

    /** In digital silence, or nearly: -80 dB of full scale. */
    private static final double SILENCE = 1e-8;

    /** A shorter sound holds no phrase. */
    private static final int MIN_LOUD = SpeechWindow.frames(0.5);

    /** What is kept on either side of the first and the last loud frame. */
    private static final int PADDING = SpeechWindow.frames(0.4);

    /** Most gaps are shorter. */
    private static final int USUAL_LENGTH = SpeechWindow.frames(3);

    private final int maxLength;
    private float[] samples = new float[USUAL_LENGTH * VoiceActivity.FRAME];
    private float[] probability = new float[USUAL_LENGTH];
    private double[] power = new double[USUAL_LENGTH];
    private long firstSample;
    private int frames;

    /** @param maxLength in frames */
    SpeechGap(int maxLength) {
        this.maxLength = maxLength;
    }

    /**
     * Adds frames of a window, as many as there is room for.
     *
     * @return how many
     */
    int add(SpeechWindow window, int from, int to) {
        int added = Math.min(to - from, maxLength - frames);
        if (frames == 0) {
            firstSample = window.sampleOf(from);
        }
        for (int i = from; i < from + added; i++) {
            makeRoom();
            window.copyFrame(i, samples, frames * VoiceActivity.FRAME);
            probability[frames] = window.probability(i);
            power[frames] = window.power(i);
            frames++;
        }
        return added;
    }

    private void makeRoom() {
        if (frames == power.length) {
            int length = Math.min(maxLength, 2 * frames);
            samples = Arrays.copyOf(samples, length * VoiceActivity.FRAME);
            probability = Arrays.copyOf(probability, length);
            power = Arrays.copyOf(power, length);
        }
    }

    boolean isFull() {
        return frames == maxLength;
    }

    /**
     * Empties the gap.
     *
     * @param loudest the highest power of the speech beside the gap; 0 if there is none, then that of the gap itself
     * @return the part of the gap that is nearly as loud; empty if there is none
     */
    Optional<Utterance> take(double loudest) {
        double[] smooth = Loudness.smooth(Arrays.copyOf(power, frames));
        double reference = loudest > 0 ? loudest : Arrays.stream(smooth).max().orElse(0);
        boolean[] loud = new boolean[frames];
        int first = -1;
        int last = -1;
        int count = 0;
        for (int i = 0; i < frames; i++) {
            loud[i] = smooth[i] >= Math.max(SILENCE, reference * MIN_POWER);
            if (loud[i]) {
                first = first < 0 ? i : first;
                last = i;
                count++;
            }
        }
        Optional<Utterance> part = count < MIN_LOUD
                ? Optional.empty()
                : Optional.of(part(Math.max(0, first - PADDING), Math.min(frames, last + 1 + PADDING), loud));
        frames = 0;
        return part;
    }

    private Utterance part(int from, int to, boolean[] loud) {
        float[] part = Arrays.copyOfRange(samples, from * VoiceActivity.FRAME, to * VoiceActivity.FRAME);
        SpeechWindow.prepare(part);
        boolean[] audible = Arrays.copyOfRange(loud, from, to);
        return Utterance.unconfirmed(
                firstSample + (long) from * VoiceActivity.FRAME,
                part,
                Arrays.copyOfRange(probability, from, to),
                audible);
    }
}
