package dev.escriba.speech.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is between two utterances. Voice activity detection found no speech there. It misses speech in noise, and speech
 * through another microphone than the speech beside it. A sound in the gap that is nearly as loud as the speech is
 * therefore an utterance that a model has to confirm. If there is none, so is speech that a {@link SecondLook} finds.
 */
final class SpeechGap {

    /** Of the loudest speech beside the gap: -25 dB, as for weak speech. */
    private static final double MIN_POWER = WeakSpeech.MIN_POWER;

    /** In digital silence, or nearly: -80 dB of full scale. */
    private static final double SILENCE = 1e-8;

    /** A shorter sound holds no phrase. */
    private static final int MIN_LOUD = SpeechWindow.frames(0.5);

    /** A sound goes on over a shorter hole. */
    private static final int MAX_HOLE = SpeechWindow.frames(0.3);

    /** Sounds with more silence between them are utterances of their own. */
    private static final int MIN_PAUSE = SpeechWindow.frames(2);

    /** What is kept on either side of a sound. */
    private static final int PADDING = SpeechWindow.frames(0.4);

    /** The end of a full gap, in which it is cut. */
    private static final int CUT = SpeechWindow.frames(2);

    /** Before the first speech a full gap goes on with so much less of its beginning. */
    private static final int STEP = SpeechWindow.frames(2);

    /** Most gaps are shorter. */
    private static final int USUAL_LENGTH = SpeechWindow.frames(3);

    /** The frames of a sound, without the last one. */
    private record Sound(int from, int to) {}

    private final int maxLength;
    private final SecondLook secondLook;
    private float[] samples = new float[USUAL_LENGTH * VoiceActivity.FRAME];
    private float[] probability = new float[USUAL_LENGTH];
    private double[] power = new double[USUAL_LENGTH];
    private long firstSample;
    private int frames;
    private int realSamples;
    /** The loudest full gap before the first speech; null before there is one. */
    private SpeechGap loudestFull;

    /** @param maxLength in frames */
    SpeechGap(int maxLength, SecondLook secondLook) {
        this.maxLength = maxLength;
        this.secondLook = secondLook;
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
            realSamples += window.copyFrame(i, samples, frames * VoiceActivity.FRAME);
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
     * @return the sounds that are nearly as loud
     */
    List<Utterance> take(double loudest) {
        List<Utterance> sounds = sounds(loudest, frames);
        drop(frames);
        return sounds;
    }

    /**
     * Empties the gap up to its quietest frame near the end.
     *
     * @param loudest as above
     */
    List<Utterance> takeMost(double loudest) {
        double[] smooth = smooth(frames);
        int cut = frames;
        for (int i = frames - 1; i >= Math.max(1, frames - CUT); i--) {
            cut = cut == frames || smooth[i] < smooth[cut] ? i : cut;
        }
        List<Utterance> sounds = sounds(loudest, cut);
        drop(cut);
        return sounds;
    }

    /**
     * Leaves out the beginning of a full gap before the first speech. Nothing tells yet how loud speech is, so the gap
     * goes on, and its loudest state is kept for a recording without any speech.
     */
    void moveOn() {
        if (loudestFull == null) {
            loudestFull = new SpeechGap(maxLength, secondLook);
        }
        if (level() > loudestFull.level()) {
            loudestFull.copy(this);
        }
        drop(Math.min(STEP, frames));
    }

    /** Empties the gap at the end of a recording without speech. The sounds are those of its loudest state. */
    List<Utterance> takeLoudest() {
        return loudestFull != null && loudestFull.level() > level() ? loudestFull.take(0) : take(0);
    }

    private void copy(SpeechGap other) {
        samples = other.samples.clone();
        probability = other.probability.clone();
        power = other.power.clone();
        firstSample = other.firstSample;
        frames = other.frames;
        realSamples = other.realSamples;
    }

    /** The sum of the amplitudes. In a sum of powers, a single bang would outweigh a sentence. */
    private double level() {
        return Arrays.stream(smooth(frames)).map(Math::sqrt).sum();
    }

    /** Leaves out the first frames. */
    private void drop(int count) {
        int rest = frames - count;
        System.arraycopy(samples, count * VoiceActivity.FRAME, samples, 0, rest * VoiceActivity.FRAME);
        System.arraycopy(probability, count, probability, 0, rest);
        System.arraycopy(power, count, power, 0, rest);
        firstSample += (long) count * VoiceActivity.FRAME;
        realSamples = Math.max(0, realSamples - count * VoiceActivity.FRAME);
        frames = rest;
    }

    private double[] smooth(int end) {
        return Loudness.smooth(Arrays.copyOf(power, end));
    }

    private List<Utterance> sounds(double loudest, int end) {
        double[] smooth = smooth(end);
        double reference = loudest > 0 ? loudest : Arrays.stream(smooth).max().orElse(0);
        double limit = Math.max(SILENCE, reference * MIN_POWER);
        boolean[] loud = new boolean[end];
        for (int i = 0; i < end; i++) {
            loud[i] = smooth[i] >= limit;
        }
        List<Sound> sounds = joined(longOnes(loud));
        if (sounds.isEmpty() && loudest > 0 && end >= MIN_LOUD) {
            loud = secondLook.speech(samples, probability, smooth, loudest);
            sounds = joined(longOnes(loud));
        }
        List<Utterance> utterances = new ArrayList<>();
        for (Sound sound : sounds) {
            utterances.add(utterance(Math.max(0, sound.from() - PADDING), Math.min(end, sound.to() + PADDING), loud));
        }
        return utterances;
    }

    private static List<Sound> longOnes(boolean[] loud) {
        List<Sound> sounds = new ArrayList<>();
        int from = -1;
        int last = -1;
        for (int i = 0; i <= loud.length; i++) {
            boolean ends = from >= 0 && (i == loud.length || i - last > MAX_HOLE);
            if (ends) {
                if (last + 1 - from >= MIN_LOUD) {
                    sounds.add(new Sound(from, last + 1));
                }
                from = -1;
            }
            if (i < loud.length && loud[i]) {
                from = from < 0 ? i : from;
                last = i;
            }
        }
        return sounds;
    }

    private static List<Sound> joined(List<Sound> sounds) {
        List<Sound> joined = new ArrayList<>();
        for (Sound sound : sounds) {
            int last = joined.size() - 1;
            if (last >= 0 && sound.from() - joined.get(last).to() < MIN_PAUSE) {
                joined.set(last, new Sound(joined.get(last).from(), sound.to()));
            } else {
                joined.add(sound);
            }
        }
        return joined;
    }

    private Utterance utterance(int from, int to, boolean[] loud) {
        float[] part = Arrays.copyOfRange(
                samples, from * VoiceActivity.FRAME, Math.min(to * VoiceActivity.FRAME, realSamples));
        SpeechWindow.prepare(part);
        return Utterance.unconfirmed(
                firstSample + (long) from * VoiceActivity.FRAME,
                part,
                Arrays.copyOfRange(probability, from, to),
                Arrays.copyOfRange(loud, from, to));
    }
}
