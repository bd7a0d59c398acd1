package dev.escriba.media.entity;

import java.time.Duration;

/**
 * Decoded audio: mono samples at {@value #SAMPLE_RATE} Hz. Full scale is -1 to 1; a recording of floating-point
 * numbers may exceed it. It is read once, from front to back, and holds only a small part of the recording in memory.
 * Closing it early stops the decoder.
 */
public interface PcmStream extends AutoCloseable {

    int SAMPLE_RATE = 16_000;

    /** The exact length of so many samples. */
    static Duration length(long samples) {
        return Duration.ofSeconds(samples / SAMPLE_RATE, samples % SAMPLE_RATE * (1_000_000_000L / SAMPLE_RATE));
    }

    /**
     * Reads up to {@code length} samples. Waits until there is at least one.
     *
     * @return the number of samples, or -1 at the end
     * @throws dev.escriba.problem.entity.Problem 400 when the recording cannot be decoded or is longer than allowed
     */
    int read(float[] target, int offset, int length);

    @Override
    void close();
}
