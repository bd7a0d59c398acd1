package dev.escriba.transcription.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;

/** Decides which transcripts are stored, and for how long. {@link Housekeeping} deletes those whose time is over. */
@ApplicationScoped
public class TranscriptRetention {

    /** The size of the column: some 60 hours of speech. */
    private static final int MAX_CHARACTERS = 1_000_000;

    private TranscriptionSettings settings;

    protected TranscriptRetention() {}

    @Inject
    TranscriptRetention(TranscriptionSettings settings) {
        this.settings = settings;
    }

    /** Whether this transcript is stored. */
    boolean keeps(String transcript) {
        return settings.keepsTranscripts() && transcript.length() <= MAX_CHARACTERS;
    }

    /** Whether a transcript is kept for longer than the given time. */
    boolean outlives(String transcript, Duration time) {
        return keeps(transcript) && settings.transcriptRetention().compareTo(time) > 0;
    }

    /** When a transcript that was stored at this time is deleted. The purge that deletes it may run a little later. */
    public Instant deletedAt(Instant storedAt) {
        return storedAt.plus(period());
    }

    /**
     * The age at which transcripts are deleted. It is zero if none are kept, so that those of an earlier setting are
     * deleted too.
     */
    Duration period() {
        return settings.keepsTranscripts() ? settings.transcriptRetention() : Duration.ZERO;
    }
}
