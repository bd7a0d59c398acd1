package dev.escriba.transcription.control;

import dev.escriba.media.entity.PcmStream;

/**
 * The audio of a run. Each read calls the listener first, so that the listener can end the run between two segments.
 */
record CheckedAudio(PcmStream audio, RunListener listener) implements PcmStream {

    @Override
    public int read(float[] target, int offset, int length) {
        listener.check();
        return audio.read(target, offset, length);
    }

    @Override
    public void close() {
        audio.close();
    }
}
