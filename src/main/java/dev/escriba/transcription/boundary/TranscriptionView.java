package dev.escriba.transcription.boundary;

import dev.escriba.billing.entity.Cost;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.transcription.entity.Execution;
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
    @JsonbPropertyOrder({"completionTokens", "promptTokens", "totalTokens"})
    public record TokenUsage(int completionTokens, int promptTokens, int totalTokens) {}

    /** Amounts in the currency of the account. */
    @JsonbNillable
    @JsonbPropertyOrder({"completion", "prompt", "total", "currency"})
    public record CostView(BigDecimal completion, BigDecimal prompt, BigDecimal total, String currency) {}

    static TranscriptionView of(Execution execution) {
        Recognition heard = execution.recognition();
        Cost cost = execution.cost();
        return new TranscriptionView(
                execution.instanceId(),
                heard.text(),
                new Metadata(heard.language().orElse(null), TimeSpan.of(heard.duration())),
                new TokenUsage(
                        heard.completionTokens(),
                        heard.promptTokens(),
                        Math.addExact(heard.completionTokens(), heard.promptTokens())),
                new CostView(
                        shortest(cost.completion()), shortest(cost.prompt()), shortest(cost.total()), cost.currency()));
    }

    /** Without idle zeros, but with a decimal point, as a double is written. */
    private static BigDecimal shortest(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 1 ? stripped.setScale(1) : stripped;
    }
}
