package dev.escriba.models.entity;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits of a model.
 *
 * @param maxAudioSeconds the longest recording in seconds; empty where only the limit of the service counts
 * @param maxTokensPerMinute the most prompt tokens, and the most completion tokens, for each started minute of audio;
 *     empty where the engine knows its own maximum
 */
public record ModelLimits(Optional<Integer> maxAudioSeconds, Optional<Integer> maxTokensPerMinute) {

    public static final ModelLimits NONE = new ModelLimits(Optional.empty(), Optional.empty());

    /** A week. */
    public static final int MAX_AUDIO_SECONDS = 604_800;

    public static final int MAX_TOKENS_PER_MINUTE = 1_000_000;

    /** Whether a recording of this length is too long for the model. */
    public boolean isTooLong(Duration audio) {
        return maxAudioSeconds
                .map(most -> audio.compareTo(Duration.ofSeconds(most)) > 0)
                .orElse(false);
    }
}
