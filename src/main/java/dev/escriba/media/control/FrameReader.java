package dev.escriba.media.control;

/** Reads audio with its channels as they are. */
@FunctionalInterface
interface FrameReader {

    /**
     * Reads up to so many frames: samples of each channel in turn.
     *
     * @return the number of frames; fewer than wanted only at the end, and 0 after it
     */
    int read(float[] target, int frames);
}
