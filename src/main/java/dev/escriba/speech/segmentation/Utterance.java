package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stretch of the recording in which somebody speaks, made loud enough to be recognised. */
public final class Utterance {

    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmStream.SAMPLE_RATE;

    private final long firstSample;
    private final float[] samples;
    private final int length;
    private final boolean[] speech;

    /** @param speech for each frame whether somebody speaks in it; the last one may be cut short */
    Utterance(long firstSample, float[] samples, boolean[] speech) {
        this(firstSample, samples, samples.length, speech);
    }

    private Utterance(long firstSample, float[] samples, int length, boolean[] speech) {
        this.firstSample = firstSample;
        this.samples = samples;
        this.length = length;
        this.speech = speech;
    }

    /** The same times, with nothing to be heard: what is done with does not take the room of its samples. */
    public Utterance withoutSamples() {
        return new Utterance(firstSample, new float[0], length, speech);
    }

    /** Mono, 16 kHz; not to be changed. */
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

    /** The time of a sample on the recording's clock: exact, as a sample lasts 62,500 ns. */
    public static Duration at(long sample) {
        return Duration.ofSeconds(sample / PcmStream.SAMPLE_RATE, sample % PcmStream.SAMPLE_RATE * NANOS_PER_SAMPLE);
    }

    public double seconds() {
        return (double) length / PcmStream.SAMPLE_RATE;
    }

    /** How much of it lies in frames that were taken for speech. */
    public double speechSeconds() {
        int spoken = 0;
        for (boolean frame : speech) {
            spoken += frame ? VoiceActivity.FRAME : 0;
        }
        return (double) Math.min(spoken, length) / PcmStream.SAMPLE_RATE;
    }

    /**
     * The parts that pauses divide it into; itself alone where there is none.
     *
     * @param pause seconds without speech that divide, at least
     * @param least seconds of speech in a part: what is shorter stays with its neighbour across the shorter pause
     */
    public List<Utterance> parts(double pause, double least) {
        List<Integer> cuts = Pauses.between(speech, SpeechWindow.frames(pause), SpeechWindow.frames(least));
        List<Utterance> parts = new ArrayList<>();
        for (int i = 0; i + 1 < cuts.size(); i++) {
            parts.add(part(cuts.get(i), cuts.get(i + 1)));
        }
        return parts;
    }

    /** What lies from the beginning of one of its parts to the end of another. */
    public Utterance between(Utterance first, Utterance last) {
        return part(frame(first), frame(last) + last.speech.length);
    }

    private int frame(Utterance part) {
        return (int) (part.firstSample - firstSample) / VoiceActivity.FRAME;
    }

    private Utterance part(int from, int to) {
        return new Utterance(
                firstSample + (long) from * VoiceActivity.FRAME,
                Arrays.copyOfRange(
                        samples, from * VoiceActivity.FRAME, Math.min(to * VoiceActivity.FRAME, samples.length)),
                Arrays.copyOfRange(speech, from, to));
    }
}
