package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a recording that contains speech, made loud enough for recognition. In an unconfirmed one, voice activity
 * detection found no speech, but the sound is as loud as speech, or is speech to it with a higher gain.
 */
public final class Utterance {

    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmStream.SAMPLE_RATE;

    /** Of the loudest frame: -35 dB. */
    private static final double MAX_POWER_OF_PAUSE = Math.pow(10, -3.5);

    private final long firstSample;
    private final float[] samples;
    private final int length;
    private final float[] probability;
    private final boolean[] speech;
    private final boolean[] audible;
    private final boolean confirmed;

    /**
     * @param probability for each frame the probability of speech
     * @param speech for each frame whether it contains speech; the last frame may be incomplete
     * @param audible for each frame whether it contains speech or weak speech
     */
    Utterance(long firstSample, float[] samples, float[] probability, boolean[] speech, boolean[] audible) {
        this(firstSample, samples, samples.length, probability, speech, audible, true);
    }

    /** Without weak speech. */
    Utterance(long firstSample, float[] samples, float[] probability, boolean[] speech) {
        this(firstSample, samples, probability, speech, speech);
    }

    private Utterance(
            long firstSample,
            float[] samples,
            int length,
            float[] probability,
            boolean[] speech,
            boolean[] audible,
            boolean confirmed) {
        this.firstSample = firstSample;
        this.samples = samples;
        this.length = length;
        this.probability = probability;
        this.speech = speech;
        this.audible = audible;
        this.confirmed = confirmed;
    }

    /**
     * An utterance in which voice activity detection found no speech.
     *
     * @param loud for each frame whether it is as loud as speech
     */
    static Utterance unconfirmed(long firstSample, float[] samples, float[] probability, boolean[] loud) {
        return new Utterance(firstSample, samples, samples.length, probability, loud, loud, false);
    }

    /** Whether voice activity detection found speech in it. */
    public boolean isConfirmed() {
        return confirmed;
    }

    /** The same utterance without its samples. It frees their memory when they are not needed any more. */
    public Utterance withoutSamples() {
        return new Utterance(firstSample, new float[0], length, probability, speech, audible, confirmed);
    }

    /** Mono, 16 kHz. The caller must not change them. */
    public float[] samples() {
        return samples;
    }

    /** From the beginning of the recording. */
    public Duration start() {
        return at(firstSample);
    }

    /** From the beginning of the recording. */
    public Duration end() {
        return at(firstSample + length);
    }

    /** The time of a sample from the beginning of the recording. It is exact, as a sample lasts 62,500 ns. */
    public static Duration at(long sample) {
        return Duration.ofSeconds(sample / PcmStream.SAMPLE_RATE, sample % PcmStream.SAMPLE_RATE * NANOS_PER_SAMPLE);
    }

    public double seconds() {
        return (double) length / PcmStream.SAMPLE_RATE;
    }

    /** The seconds in frames that contain speech. */
    public double speechSeconds() {
        return seconds(speech);
    }

    /** The seconds in frames that contain speech or weak speech, or are between the two. */
    public double audibleSeconds() {
        return seconds(audible);
    }

    private double seconds(boolean[] which) {
        int spoken = 0;
        for (boolean frame : which) {
            spoken += frame ? VoiceActivity.FRAME : 0;
        }
        return (double) Math.min(spoken, length) / PcmStream.SAMPLE_RATE;
    }

    /**
     * How likely the utterance holds no speech: 1 minus the mean probability of speech, from the first frame with
     * speech to the last one. The silence that the segmenter keeps around speech does not count.
     */
    public double noSpeechProbability() {
        int first = 0;
        int last = speech.length - 1;
        while (first < last && !speech[first]) {
            first++;
        }
        while (last > first && !speech[last]) {
            last--;
        }
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += probability[i];
        }
        return Math.max(0, Math.min(1, 1 - sum / Math.max(1, last - first + 1)));
    }

    /**
     * A part without speech.
     *
     * @param start in seconds from the beginning of the utterance
     * @param end in seconds from the beginning of the utterance
     */
    public record Pause(double start, double end) {}

    /** All parts without speech, also weak speech, that speech follows, in order of time. */
    public List<Pause> pauses() {
        List<Pause> pauses = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < audible.length; i++) {
            if (audible[i]) {
                if (i > from) {
                    pauses.add(new Pause(seconds(from), seconds(i)));
                }
                from = i + 1;
            }
        }
        return pauses;
    }

    /** The end of the last speech or weak speech, in seconds from the beginning of the utterance. */
    public double speechEnd() {
        int end = audible.length;
        while (end > 0 && !audible[end - 1]) {
            end--;
        }
        return end == 0 ? seconds() : seconds(end);
    }

    private double seconds(int frames) {
        return Math.min(length, (double) frames * VoiceActivity.FRAME) / PcmStream.SAMPLE_RATE;
    }

    /**
     * Divides the utterance at its pauses. Without a pause, the utterance itself is the only part.
     *
     * @param minPause seconds without speech that divide
     * @param minSpeech seconds of speech in a part; a shorter part stays with its neighbour across the shorter pause
     */
    public List<Utterance> parts(double minPause, double minSpeech) {
        return parts(speech, minPause, minSpeech);
    }

    /**
     * The same, where also a part of very low level is a pause. Voice activity detection does not notice a short pause
     * between two words.
     */
    public List<Utterance> partsByLevel(double minPause, double minSpeech) {
        double[] power = new double[speech.length];
        for (int i = 0; i < speech.length; i++) {
            int from = Math.min(i * VoiceActivity.FRAME, samples.length);
            power[i] = Loudness.power(samples, from, Math.min(from + VoiceActivity.FRAME, samples.length));
        }
        double limit = Arrays.stream(power).max().orElse(0) * MAX_POWER_OF_PAUSE;
        boolean[] loud = speech.clone();
        for (int i = 0; i < loud.length; i++) {
            loud[i] &= power[i] >= limit;
        }
        return parts(loud, minPause, minSpeech);
    }

    private List<Utterance> parts(boolean[] spoken, double minPause, double minSpeech) {
        List<Integer> cuts = Pauses.between(spoken, SpeechWindow.frames(minPause), SpeechWindow.frames(minSpeech));
        List<Utterance> parts = new ArrayList<>();
        for (int i = 0; i + 1 < cuts.size(); i++) {
            parts.add(part(cuts.get(i), cuts.get(i + 1)));
        }
        return parts;
    }

    /** The two parts before and after the frame boundary that is next to a sample of the utterance. */
    public List<Utterance> dividedAt(int sample) {
        int frame = Math.round((float) sample / VoiceActivity.FRAME);
        return List.of(part(0, frame), part(frame, speech.length));
    }

    /** The part of the utterance from the beginning of one of its parts to the end of another. */
    public Utterance between(Utterance first, Utterance last) {
        return part(frame(first), frame(last) + last.speech.length);
    }

    private int frame(Utterance part) {
        return (int) (part.firstSample - firstSample) / VoiceActivity.FRAME;
    }

    private Utterance part(int from, int to) {
        float[] part = Arrays.copyOfRange(
                samples, from * VoiceActivity.FRAME, Math.min(to * VoiceActivity.FRAME, samples.length));
        return new Utterance(
                firstSample + (long) from * VoiceActivity.FRAME,
                part,
                part.length,
                Arrays.copyOfRange(probability, from, to),
                Arrays.copyOfRange(speech, from, to),
                Arrays.copyOfRange(audible, from, to),
                confirmed);
    }
}
