package dev.escriba.media.entity;

/**
 * Decoded audio, read once from front to back: mono samples at {@value #SAMPLE_RATE} Hz, nominally within -1 and 1. Never
 * holds more than a small part of the recording in memory. Closing it early stops the decoder.
 */
public interface PcmStream extends AutoCloseable {

    int SAMPLE_RATE = 16_000;

    /**
     * Reads up to {@code length} samples, waiting until at least one is there.
     *
     * @return how many were read, or -1 at the end
     * @throws dev.escriba.problem.entity.Problem 400 where the recording turns out not to be decodable, or longer than allowed
     */
    int read(float[] target, int offset, int length);

    @Override
    void close();
}
