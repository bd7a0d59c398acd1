package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;

/** The audio of a run, which is not opened before the run has a place. */
@FunctionalInterface
public interface AudioSource {

    /** Begins to decode. The one who opens it closes it. */
    PcmStream open();
}
