package dev.escriba.media.control;

/** Makes one sample of the samples of all channels, block by block. */
@FunctionalInterface
public interface BlockMix {

    /**
     * Takes the next block.
     *
     * @param interleaved samples, one of each channel in turn
     * @param frames the number of samples of each channel
     * @param mono receives a sample for each frame
     */
    void mix(float[] interleaved, int frames, float[] mono);

    /** Takes the samples of one channel and drops the others. */
    static BlockMix only(int channel, int channels) {
        return (interleaved, frames, mono) -> {
            for (int frame = 0; frame < frames; frame++) {
                mono[frame] = interleaved[frame * channels + channel];
            }
        };
    }
}
