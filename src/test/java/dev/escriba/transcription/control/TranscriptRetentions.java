package dev.escriba.transcription.control;

import dev.escriba.Configured;
import java.time.Duration;

/** Rules for the storage of transcripts, as the configuration has them. */
final class TranscriptRetentions {

    private TranscriptRetentions() {}

    static TranscriptRetention of(String transcripts, Duration retention) {
        return new TranscriptRetention(Configured.read(
                TranscriptionSettings::read,
                "escriba.instances.transcripts",
                transcripts,
                "escriba.instances.transcript-retention",
                retention.toString()));
    }
}
