package dev.escriba.speech.segmentation;

import java.util.Arrays;

/**
 * The part of a recording that is not cut yet: its samples, and for each frame the probability of speech and whether it
 * counts as speech. Frame numbers start at the beginning of the window. Dropping frames from the front lowers the
 * numbers of the rest.
 */
final class SpeechWindow {

    private static final int FRAME = VoiceActivity.FRAME;

    /** A smaller offset is below the level of quiet speech. */
    private static final float MIN_OFFSET = 0.001f;

    private final float onset;
    private final float offset;
    private final int minSpeech;

    private final float[] samples;
    private final float[] probability;
    private final double[] power;
    private final boolean[] speech;
    private int frames;
    private int realSamples;
    private long firstSample;
    private int speechSince = -1;

    SpeechWindow(SegmentationRules rules, int capacity) {
        onset = rules.onset();
        offset = rules.offset();
        minSpeech = Math.max(1, frames(rules.minSpeech()));
        samples = new float[capacity * FRAME];
        probability = new float[capacity];
        power = new double[capacity];
        speech = new boolean[capacity];
    }

    static int frames(double seconds) {
        return (int) Math.round(seconds * dev.escriba.media.entity.PcmStream.SAMPLE_RATE / FRAME);
    }

    /**
     * Adds a frame.
     *
     * @param power of the frame without a constant offset, which is no loudness
     */
    void add(float[] frame, int real, double power, float likelihood) {
        System.arraycopy(frame, 0, samples, frames * FRAME, FRAME);
        realSamples += real;
        probability[frames] = likelihood;
        this.power[frames] = power;
        if (speechSince >= 0 && likelihood < offset) {
            endSpeech();
        } else if (speechSince < 0 && likelihood >= onset) {
            speechSince = frames;
        }
        speech[frames] = speechSince >= 0;
        frames++;
    }

    /** A sound that is too short to be speech does not count as speech. */
    private void endSpeech() {
        if (frames - speechSince < minSpeech) {
            Arrays.fill(speech, speechSince, frames, false);
        }
        speechSince = -1;
    }

    /** The recording has ended. */
    void end() {
        if (speechSince >= 0) {
            endSpeech();
        }
    }

    int frames() {
        return frames;
    }

    boolean isSpeech(int frame) {
        return speech[frame];
    }

    float probability(int frame) {
        return probability[frame];
    }

    double power(int frame) {
        return power[frame];
    }

    /** The number of a frame's first sample in the recording. */
    long sampleOf(int frame) {
        return firstSample + (long) frame * FRAME;
    }

    /**
     * Copies the samples of a frame.
     *
     * @return how many of them the recording has
     */
    int copyFrame(int frame, float[] to, int at) {
        System.arraycopy(samples, frame * FRAME, to, at, FRAME);
        return Math.max(0, Math.min(FRAME, realSamples - frame * FRAME));
    }

    /** The highest {@linkplain Loudness#smooth smoothed} power of these frames. */
    double loudest(int from, int to) {
        return Arrays.stream(Loudness.smooth(Arrays.copyOfRange(power, from, to)))
                .max()
                .orElse(0);
    }

    /** The first frame of speech, or -1. */
    int firstSpeech() {
        for (int i = 0; i < frames; i++) {
            if (speech[i]) {
                return i;
            }
        }
        return -1;
    }

    /** The last frame of speech before this one, or -1. */
    int lastSpeech(int before) {
        for (int i = before - 1; i >= 0; i--) {
            if (speech[i]) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The utterance between two frames, made loud enough for recognition.
     *
     * @param firstAudible the first frame of speech or of weak speech before it
     * @param lastAudible the last frame of speech or of weak speech after it
     */
    Utterance utterance(int from, int to, int firstAudible, int lastAudible) {
        float[] part = Arrays.copyOfRange(samples, from * FRAME, Math.min(to * FRAME, realSamples));
        prepare(part);
        return new Utterance(
                sampleOf(from),
                part,
                Arrays.copyOfRange(probability, from, to),
                Arrays.copyOfRange(speech, from, to),
                audible(from, to, firstAudible, lastAudible));
    }

    /** Speech, and all that is before the first and after the last speech within these frames. */
    private boolean[] audible(int from, int to, int firstAudible, int lastAudible) {
        boolean[] audible = Arrays.copyOfRange(speech, from, to);
        Arrays.fill(audible, Math.max(firstAudible, from) - from, Math.max(firstSpeech(), from) - from, true);
        int last = Math.max(lastSpeech(to), from);
        Arrays.fill(audible, last - from, Math.min(Math.max(last, lastAudible + 1), to) - from, true);
        return audible;
    }

    /** Makes samples fit for recognition: without an offset, and loud enough. */
    static void prepare(float[] part) {
        removeOffset(part);
        float gain = Loudness.gainToRecognise(part);
        for (int i = 0; i < part.length && gain != 1f; i++) {
            part[i] = Math.max(-1f, Math.min(1f, part[i] * gain));
        }
    }

    /** A constant offset is no loudness. Filters that remove more than it changed the texts that the models write. */
    private static void removeOffset(float[] part) {
        double sum = 0;
        for (float sample : part) {
            sum += sample;
        }
        float offset = (float) (sum / Math.max(1, part.length));
        for (int i = 0; i < part.length && Math.abs(offset) >= MIN_OFFSET; i++) {
            part[i] -= offset;
        }
    }

    /** Drops this many frames at the front. */
    void drop(int count) {
        if (count <= 0) {
            return;
        }
        int rest = frames - count;
        System.arraycopy(samples, count * FRAME, samples, 0, rest * FRAME);
        System.arraycopy(probability, count, probability, 0, rest);
        System.arraycopy(power, count, power, 0, rest);
        System.arraycopy(speech, count, speech, 0, rest);
        frames = rest;
        realSamples = Math.max(0, realSamples - count * FRAME);
        firstSample += (long) count * FRAME;
        speechSince = speechSince < 0 ? -1 : Math.max(0, speechSince - count);
    }
}
