package dev.escriba.transcription.boundary;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Cost;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.util.UUID;

/** The answer of the contract: these names, in this order, nulls written. */
@JsonbNillable
@JsonbPropertyOrder({"instanceId", "transcript", "metadata", "tokenUsage", "cost"})
public record TranscriptionView(
        UUID instanceId, String transcript, Metadata metadata, TokenUsage tokenUsage, CostView cost) {

    /** What was heard, and how long it lasted. */
    @JsonbNillable
    @JsonbPropertyOrder({"language", "duration"})
    public record Metadata(String language, String duration) {}

    /** Tokens in and out. */
    @JsonbNillable
    @JsonbPropertyOrder({"completionTokens", "promptTokens", "totalTokens"})
    public record TokenUsage(int completionTokens, int promptTokens, int totalTokens) {

        static TokenUsage of(int completionTokens, int promptTokens) {
            return new TokenUsage(completionTokens, promptTokens, Math.addExact(completionTokens, promptTokens));
        }
    }

    /** Amounts in the currency of the account. */
    @JsonbNillable
    @JsonbPropertyOrder({"completion", "prompt", "total", "currency"})
    public record CostView(BigDecimal completion, BigDecimal prompt, BigDecimal total, String currency) {

        static CostView of(Cost cost) {
            return new CostView(
                    Amounts.shortest(cost.completion()),
                    Amounts.shortest(cost.prompt()),
                    Amounts.shortest(cost.total()),
                    cost.currency());
        }
    }

    static TranscriptionView of(TranscriptionResult execution) {
        return new TranscriptionView(
                execution.instanceId(),
                execution.transcript().orElse(null),
                new Metadata(execution.language().orElse(null), TimeSpan.of(execution.duration())),
                TokenUsage.of(execution.completionTokens(), execution.promptTokens()),
                CostView.of(execution.cost()));
    }
}
