package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;
import java.time.Duration;

/** A stretch of the recording in which somebody speaks, made loud enough to be recognised. */
public final class Utterance {

    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmStream.SAMPLE_RATE;

    private final long firstSample;
    private final float[] samples;
    private final int speechSamples;

    Utterance(long firstSample, float[] samples, int speechSamples) {
        this.firstSample = firstSample;
        this.samples = samples;
        this.speechSamples = speechSamples;
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
        return at(firstSample + samples.length);
    }

    /** The time of a sample on the recording's clock: exact, as a sample lasts 62,500 ns. */
    public static Duration at(long sample) {
        return Duration.ofSeconds(sample / PcmStream.SAMPLE_RATE, sample % PcmStream.SAMPLE_RATE * NANOS_PER_SAMPLE);
    }

    public double seconds() {
        return (double) samples.length / PcmStream.SAMPLE_RATE;
    }

    /** How much of it lies in frames that were taken for speech. */
    public double speechSeconds() {
        return (double) speechSamples / PcmStream.SAMPLE_RATE;
    }
}
