package dev.escriba.speech.segmentation;

/** Judges one recording frame by frame, in order; what it heard before counts. For one thread at a time. */
interface VoiceActivity extends AutoCloseable {

    /** Samples in a frame: 32 ms at 16 kHz. */
    int FRAME = 512;

    /**
     * How likely it is that somebody speaks in the next frame.
     *
     * @param samples of the frame, {@value #FRAME} of them, changed by a factor first
     * @param gain the factor
     * @return within 0 and 1
     */
    float speechProbability(float[] samples, float gain);

    @Override
    void close();
}
