package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;

/** Reads a stream in frames of one size. Silence fills up the last frame. */
final class Frames {

    private final PcmStream audio;
    private long samples;
    private boolean ended;

    Frames(PcmStream audio) {
        this.audio = audio;
    }

    /**
     * Fills the frame with the next samples.
     *
     * @return the number of samples that the recording has; 0 at the end
     * @throws InterruptedException when the thread is interrupted
     */
    int read(float[] frame) throws InterruptedException {
        int filled = 0;
        while (filled < frame.length && !ended) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int read = audio.read(frame, filled, frame.length - filled);
            if (read < 0) {
                ended = true;
            } else {
                filled += read;
            }
        }
        samples += filled;
        java.util.Arrays.fill(frame, filled, frame.length, 0f);
        return filled;
    }

    /** The number of samples that were read so far. */
    long samples() {
        return samples;
    }
}
