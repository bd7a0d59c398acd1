package dev.escriba.transcription.boundary;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Cost;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.util.UUID;

/** The response body of the contract. The contract fixes the names and their order; nulls are written. */
@JsonbNillable
@JsonbPropertyOrder({"instanceId", "transcript", "metadata", "tokenUsage", "cost"})
public record TranscriptionView(
        UUID instanceId, String transcript, Metadata metadata, TokenUsage tokenUsage, CostView cost) {

    /** The spoken language and the duration of the audio. */
    @JsonbNillable
    @JsonbPropertyOrder({"language", "duration"})
    public record Metadata(String language, String duration) {}

    /** The numbers of tokens of the prompt and of the transcript. */
    @JsonbNillable
    @JsonbPropertyOrder({"completionTokens", "promptTokens", "totalTokens"})
    public record TokenUsage(int completionTokens, int promptTokens, int totalTokens) {

        static TokenUsage of(int completionTokens, int promptTokens) {
            return new TokenUsage(completionTokens, promptTokens, Math.addExact(completionTokens, promptTokens));
        }
    }

    /** The charged amounts, in the currency of the account. */
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

    static TranscriptionView of(TranscriptionResult result) {
        return new TranscriptionView(
                result.instanceId(),
                result.transcript().orElse(null),
                new Metadata(result.language().orElse(null), TimeSpan.of(result.duration())),
                TokenUsage.of(result.completionTokens(), result.promptTokens()),
                CostView.of(result.cost()));
    }
}
