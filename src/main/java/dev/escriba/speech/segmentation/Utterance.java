package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;
import java.time.Duration;

/**
 * A stretch of the recording in which somebody speaks, made loud enough to be recognised.
 *
 * @param firstSample its place in the recording
 * @param samples mono, 16 kHz, owned by whoever holds the utterance
 * @param speechSamples how many of them lie in frames that were taken for speech
 */
public record Utterance(long firstSample, float[] samples, int speechSamples) {

    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmStream.SAMPLE_RATE;

    public Duration start() {
        return at(firstSample);
    }

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

    public double speechSeconds() {
        return (double) speechSamples / PcmStream.SAMPLE_RATE;
    }
}
