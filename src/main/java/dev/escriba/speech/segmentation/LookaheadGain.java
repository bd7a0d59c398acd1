package dev.escriba.speech.segmentation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Frames with the gain that makes speech near them loud enough: the loudest within some seconds before and after decides, so
 * that a quiet recording is raised from its first word on and the silence between words of a loud one is not.
 */
final class LookaheadGain {

    /** A frame on its way. */
    static final class Frame {

        private final float[] samples;
        private final int real;
        private float gain;

        private Frame(float[] samples, int real) {
            this.samples = samples;
            this.real = real;
        }

        float[] samples() {
            return samples;
        }

        /** How many of the samples the recording really has. */
        int real() {
            return real;
        }

        float gain() {
            return gain;
        }
    }

    private static final int BEFORE = 156;
    private static final int AFTER = 94;
    /** How much of the way to a new gain is gone with each frame: a time constant of some 0.3 s. */
    private static final double STEP = 0.1;

    private final Frames frames;
    private final Deque<Frame> ahead = new ArrayDeque<>();
    private final double[] recent = new double[Loudness.SMOOTHING];
    private final double[] levels = new double[BEFORE + AFTER + 1];
    private long heard;
    private double logGain = Double.NaN;

    LookaheadGain(Frames frames) {
        this.frames = frames;
    }

    /** The next frame, or null at the end. */
    Frame next() throws InterruptedException {
        while (ahead.size() <= AFTER && hear()) {
            // until enough is known of what follows
        }
        Frame first = ahead.poll();
        if (first == null) {
            return null;
        }
        double loudest = 0;
        for (double level : levels) {
            loudest = Math.max(loudest, level);
        }
        double wanted = Math.log(Loudness.gainToDetect(loudest));
        logGain = Double.isNaN(logGain) ? wanted : logGain + STEP * (wanted - logGain);
        first.gain = (float) Math.exp(logGain);
        return first;
    }

    private boolean hear() throws InterruptedException {
        float[] samples = new float[VoiceActivity.FRAME];
        int real = frames.read(samples);
        if (real == 0) {
            return false;
        }
        ahead.add(new Frame(samples, real));
        recent[(int) (heard % recent.length)] = Loudness.power(samples, 0, samples.length);
        double sum = 0;
        for (double power : recent) {
            sum += power;
        }
        levels[(int) (heard % levels.length)] = sum / recent.length;
        heard++;
        return true;
    }
}
