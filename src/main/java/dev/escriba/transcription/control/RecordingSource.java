package dev.escriba.transcription.control;

import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;

/** Provides the recording of a run. */
public interface RecordingSource {

    /**
     * Called before the run waits for its place. A run that repeats an earlier one does not ask.
     *
     * @throws Problem where there is no recording
     */
    void require();

    /** The size of the recording. Called after {@link #require}. */
    long bytes();

    /** The recording. Called once the run has its place, so that few of them are being opened at a time. */
    Upload open();

    /** An upload that has been received. */
    static RecordingSource of(Upload upload) {
        return new RecordingSource() {
            @Override
            public void require() {
                // it is here
            }

            @Override
            public long bytes() {
                return upload.size();
            }

            @Override
            public Upload open() {
                return upload;
            }
        };
    }
}
