package dev.escriba.speech.segmentation;

/**
 * Detects the voice activity of one recording, block by block and in order. The result depends on the earlier blocks.
 * Used by one thread at a time.
 */
interface VoiceActivity extends AutoCloseable {

    /** The samples in a frame: 32 ms at 16 kHz. */
    int FRAME = 512;

    /** The maximum number of frames in a block. */
    int BLOCK = 32;

    /**
     * Returns for each of the next frames the probability that it contains speech.
     *
     * @param samples of the frames, {@value #FRAME} each
     * @param frames how many, {@value #BLOCK} at most
     */
    float[] speechProbabilities(float[] samples, int frames);

    @Override
    void close();
}
