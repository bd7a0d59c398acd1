package dev.escriba.speech.segmentation;

/** Judges one recording, block by block, in order; what it heard before counts. For one thread at a time. */
interface VoiceActivity extends AutoCloseable {

    /** Samples in a frame: 32 ms at 16 kHz. */
    int FRAME = 512;

    /** Most frames in a block. */
    int BLOCK = 32;

    /**
     * How likely it is that somebody speaks, for each of the next frames.
     *
     * @param samples of the frames, {@value #FRAME} each
     * @param frames how many, {@value #BLOCK} at most
     * @return a probability for each
     */
    float[] speechProbabilities(float[] samples, int frames);

    @Override
    void close();
}
