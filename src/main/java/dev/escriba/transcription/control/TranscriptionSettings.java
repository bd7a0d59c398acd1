package dev.escriba.transcription.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.time.Duration;

/**
 * The configuration of the component.
 *
 * @param maxPromptCharacters of a prompt
 * @param settlementPatience how long a finished run waits for a database that does not answer
 * @param stopPatience how long a stop of the application lets runs go on
 * @param keepsTranscripts whether transcripts are stored
 * @param transcriptRetention how long stored transcripts are kept
 * @param purgeInterval between two deletions of what has expired
 * @param lease how long a run belongs to its node without a renewal
 */
@Settings
public record TranscriptionSettings(
        int maxPromptCharacters,
        Duration settlementPatience,
        Duration stopPatience,
        boolean keepsTranscripts,
        Duration transcriptRetention,
        Duration purgeInterval,
        Duration lease) {

    /** More bytes than any valid text part of a request has. */
    public static final int MAX_TEXT_BYTES = 1 << 20;

    static final String PURGE_INTERVAL = "escriba.instances.purge-interval";
    static final String LEASE = "escriba.instances.lease";

    private static final int MAX_BYTES_PER_CHARACTER = 4;

    public static TranscriptionSettings read(SettingsReader settings) {
        return new TranscriptionSettings(
                settings.integer(
                        "escriba.transcription.max-prompt-characters",
                        "4096",
                        0,
                        MAX_TEXT_BYTES / MAX_BYTES_PER_CHARACTER),
                settings.notNegative("escriba.transcription.settlement-patience", "PT20S"),
                settings.notNegative("escriba.transcription.stop-patience", "PT10S"),
                settings.value(
                        "escriba.instances.transcripts",
                        "keep",
                        TranscriptionSettings::keeps,
                        "Set it to keep or none."),
                settings.notNegative("escriba.instances.transcript-retention", "P30D"),
                settings.positive(PURGE_INTERVAL, "PT1H"),
                settings.positive(LEASE, "PT2M"));
    }

    private static boolean keeps(String transcripts) {
        return switch (transcripts) {
            case "keep" -> true;
            case "none" -> false;
            default -> throw new IllegalArgumentException(transcripts);
        };
    }
}
