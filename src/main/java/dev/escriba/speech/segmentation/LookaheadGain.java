package dev.escriba.speech.segmentation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Computes for each frame the gain that makes speech near it loud enough for detection. The loudest frame within some
 * seconds before and after decides. So a quiet recording is amplified from its first word on, and the silence between
 * the words of a loud one is not.
 */
final class LookaheadGain {

    /** A frame and its gain. */
    static final class Frame {

        private final float[] samples;
        private final float[] voice;
        private final int real;
        private final double power;
        private float gain;

        private Frame(float[] samples, float[] voice, int real) {
            this.samples = samples;
            this.voice = voice;
            this.real = real;
            power = Loudness.power(voice, 0, voice.length);
        }

        float[] samples() {
            return samples;
        }

        /** The samples without a constant offset and rumble. They would hide how loud the speech is. */
        float[] voice() {
            return voice;
        }

        /** The number of samples that the recording has in this frame. */
        int real() {
            return real;
        }

        /** The power of {@link #voice()}. */
        double power() {
            return power;
        }

        float gain() {
            return gain;
        }
    }

    private static final int BEFORE = 156;
    private static final int AFTER = 94;
    /** The part of the difference to a new gain that each frame applies: a time constant of some 0.3 s. */
    private static final double STEP = 0.1;

    /** In Hz. It removes a constant offset and rumble. At 80 Hz the cuts moved; the word errors were as many. */
    static final double HIGH_PASS_FREQUENCY = 30;

    private final Frames frames;
    private final HighPass highPass = new HighPass(HIGH_PASS_FREQUENCY);
    private final Deque<Frame> ahead = new ArrayDeque<>();
    private final double[] recent = new double[Loudness.SMOOTHING];
    private final double[] levels = new double[BEFORE + AFTER + 1];
    /** The frames that were read, and after the end of the recording as many without sound as were looked ahead to. */
    private long framesKnown;

    private long framesGiven;
    private double logGain = Double.NaN;

    LookaheadGain(Frames frames) {
        this.frames = frames;
    }

    /** Returns the next frame, or null at the end. */
    Frame next() throws InterruptedException {
        while (framesKnown <= framesGiven + AFTER) {
            // also at the end a new level takes the place of the oldest one: it is too far before the next frame
            levels[(int) (framesKnown % levels.length)] = readFrame();
            framesKnown++;
        }
        Frame first = ahead.poll();
        if (first == null) {
            return null;
        }
        framesGiven++;
        double loudest = 0;
        for (double level : levels) {
            loudest = Math.max(loudest, level);
        }
        double wanted = Math.log(Loudness.gainToDetect(loudest));
        logGain = Double.isNaN(logGain) ? wanted : logGain + STEP * (wanted - logGain);
        first.gain = (float) Math.exp(logGain);
        return first;
    }

    /** The level of the next frame, in the mean with the frames before it; 0 after the last one. */
    private double readFrame() throws InterruptedException {
        float[] samples = new float[VoiceActivity.FRAME];
        int real = frames.read(samples);
        if (real == 0) {
            return 0;
        }
        float[] voice = samples.clone();
        highPass.filter(voice, 0, voice.length);
        Frame frame = new Frame(samples, voice, real);
        ahead.add(frame);
        recent[(int) (framesKnown % recent.length)] = frame.power();
        double sum = 0;
        for (double power : recent) {
            sum += power;
        }
        return sum / recent.length;
    }
}
