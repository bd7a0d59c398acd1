package dev.escriba.reporting.entity;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Exact sums over the runs of a group.
 *
 * @param group day (ISO 8601), model id, user identifier, channel or key; {@code null} for runs without a value
 * @param audio length of the decoded audio
 */
public record Usage(
        String group,
        long executions,
        Duration audio,
        long promptTokens,
        long completionTokens,
        BigDecimal promptCost,
        BigDecimal completionCost) {

    public static final Usage NONE = new Usage(null, 0, Duration.ZERO, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

    /** The sum of the two costs. */
    public BigDecimal totalCost() {
        return promptCost.add(completionCost);
    }

    /** The sum of both, without a group. */
    public Usage plus(Usage other) {
        return new Usage(
                null,
                executions + other.executions,
                audio.plus(other.audio),
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens,
                promptCost.add(other.promptCost),
                completionCost.add(other.completionCost));
    }
}
