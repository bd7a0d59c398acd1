package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A stored execution without its transcript, as the columns have it; {@code null} where nothing is known, or not yet. */
public record InstanceSummary(
        String id,
        InstanceState state,
        String modelId,
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
        Instant finishedAt) {

    /** The constructor expression that makes one of an instance {@code i}. */
    public static final String OF_I =
            "new dev.escriba.transcription.entity.InstanceSummary(i.id, i.state, i.modelId, i.caller,"
                    + " i.userIdentifier, i.channel, i.fileBytes, i.container, i.durationNanos, i.language, i.completionTokens,"
                    + " i.promptTokens, i.completionCost, i.promptCost, i.currency, i.priceId, i.failure, i.transcriptStoredAt,"
                    + " i.startedAt, i.finishedAt)";

    /** Of the decoded audio; known once it has succeeded. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(durationNanos).map(Duration::ofNanos);
    }

    /** What was charged; known once it has succeeded. */
    public Optional<Cost> cost() {
        return Optional.ofNullable(currency).map(known -> new Cost(completionCost, promptCost, known));
    }
}
