package dev.escriba.reporting.entity;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Exact sums over the runs of a group.
 *
 * @param group day (ISO 8601), model id, user identifier, channel, key or account id; {@code null} for runs without a
 *     value
 * @param name of the model, key or account; {@code null} where the group has none, or where it is not known any more
 * @param audio length of the decoded audio
 */
public record Usage(
        String group,
        String name,
        long executions,
        Duration audio,
        long promptTokens,
        long completionTokens,
        BigDecimal promptCost,
        BigDecimal completionCost) {

    public static final Usage NONE = new Usage(null, null, 0, Duration.ZERO, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

    /** The sum of the two costs. */
    public BigDecimal totalCost() {
        return promptCost.add(completionCost);
    }

    /** The same sums, with the name of the group. */
    public Usage named(String newName) {
        return new Usage(group, newName, executions, audio, promptTokens, completionTokens, promptCost, completionCost);
    }

    /** The sum of both, without a group. */
    public Usage plus(Usage other) {
        return new Usage(
                null,
                null,
                executions + other.executions,
                audio.plus(other.audio),
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens,
                promptCost.add(other.promptCost),
                completionCost.add(other.completionCost));
    }
}
