package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance without its transcript. The components have the values of the columns; a value that is unknown, or not
 * known yet, is {@code null}.
 */
public record InstanceSummary(
        String id,
        InstanceState state,
        String modelId,
        String answeredBy,
        String caller,
        String userIdentifier,
        String channel,
        long fileBytes,
        String container,
        Long durationNanos,
        String language,
        Integer completionTokens,
        Integer promptTokens,
        BigDecimal completionCost,
        BigDecimal promptCost,
        String currency,
        String priceId,
        String failure,
        Instant transcriptStoredAt,
        Instant startedAt,
        Instant finishedAt,
        int attempts,
        Instant claimedAt,
        String requestId) {

    /** The JPQL constructor expression of a summary, for an instance that the query names {@code i}. */
    public static final String OF_I =
            "new dev.escriba.transcription.entity.InstanceSummary(i.id, i.state, i.modelId, i.answeredBy,"
                    + " i.caller, i.userIdentifier, i.channel, i.fileBytes, i.container, i.durationNanos, i.language,"
                    + " i.completionTokens, i.promptTokens, i.completionCost, i.promptCost, i.currency, i.priceId,"
                    + " i.failure, i.transcriptStoredAt, i.startedAt, i.finishedAt,"
                    + " i.attempts, i.claimedAt, i.requestId)";

    /** The duration of the decoded audio; empty until the instance is SUCCEEDED. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(durationNanos).map(Duration::ofNanos);
    }

    /** The id of the model that answered; empty until the instance is SUCCEEDED. */
    public Optional<String> answerer() {
        return state == InstanceState.SUCCEEDED
                ? Optional.of(answeredBy == null ? modelId : answeredBy)
                : Optional.empty();
    }

    /** The charged amounts; empty until the instance is SUCCEEDED. */
    public Optional<Cost> cost() {
        return Optional.ofNullable(currency).map(known -> new Cost(completionCost, promptCost, known));
    }
}
