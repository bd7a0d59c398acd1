package dev.escriba.transcription.control;

import dev.escriba.media.entity.PcmStream;

/**
 * The audio of a run. Each read runs the check first, so that it can end the run between two segments.
 */
record CheckedAudio(PcmStream audio, Runnable check) implements PcmStream {

    @Override
    public int read(float[] target, int offset, int length) {
        check.run();
        return audio.read(target, offset, length);
    }

    @Override
    public void close() {
        audio.close();
    }
}
