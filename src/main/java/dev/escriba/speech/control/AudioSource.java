package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;

/** The audio of a run. It is opened only when the run has a place. */
@FunctionalInterface
public interface AudioSource {

    /** Starts decoding. The caller closes the stream. */
    PcmStream open();
}
