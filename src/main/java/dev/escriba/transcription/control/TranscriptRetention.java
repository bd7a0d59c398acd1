package dev.escriba.transcription.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Whether transcripts are stored, and for how long. */
@ApplicationScoped
public class TranscriptRetention {

    /** As many as the table holds: some 60 hours of speech. */
    private static final int MAX_CHARACTERS = 1_000_000;

    private TranscriptionSettings settings;

    protected TranscriptRetention() {}

    @Inject
    TranscriptRetention(TranscriptionSettings settings) {
        this.settings = settings;
    }

    /** Whether this one is stored. */
    boolean keeps(String transcript) {
        return settings.keepsTranscripts() && transcript.length() <= MAX_CHARACTERS;
    }

    /** Whether it is stored for longer than that. */
    boolean outlives(String transcript, Duration time) {
        return keeps(transcript) && settings.transcriptRetention().compareTo(time) > 0;
    }

    /** Transcripts older than this go; where none are kept, all that there still are. */
    Duration retention() {
        return settings.keepsTranscripts() ? settings.transcriptRetention() : Duration.ZERO;
    }
}
