package dev.escriba.transcription.entity;

import dev.escriba.media.entity.Recording;
import dev.escriba.models.entity.AiModel;
import dev.escriba.security.entity.Caller;

/**
 * A request that passed all checks of its fields: the caller, the chosen model, the command and the probed upload.
 *
 * @param recording the receiver of the upload closes it
 */
public record RunRequest(Caller caller, AiModel model, TranscriptionCommand command, Recording recording) {

    /** Whether the channels are recognised one by one, if the recording has several. */
    public boolean separatesChannels() {
        return command.options().separateChannels()
                && recording.facts().layout().channels() > 1;
    }
}
