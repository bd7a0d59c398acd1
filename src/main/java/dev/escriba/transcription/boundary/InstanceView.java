package dev.escriba.transcription.boundary;

import dev.escriba.transcription.boundary.TranscriptionView.CostView;
import dev.escriba.transcription.boundary.TranscriptionView.Metadata;
import dev.escriba.transcription.boundary.TranscriptionView.TokenUsage;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.queue.Progress;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The JSON form of an instance. {@code tokenUsage} and {@code cost} are null unless the instance is SUCCEEDED.
 * {@code transcript} is null in listings and where it is not kept. {@code attempts}, {@code runningSince} and
 * {@code progress} are those of a queued run. {@code requestId} is null for an instance of an earlier version.
 */
@JsonbNillable
@JsonbPropertyOrder({
    "instanceId",
    "state",
    "modelId",
    "answeredBy",
    "key",
    "userIdentifier",
    "channel",
    "format",
    "fileBytes",
    "metadata",
    "tokenUsage",
    "cost",
    "priceId",
    "failure",
    "startedAt",
    "finishedAt",
    "transcriptStored",
    "transcript",
    "attempts",
    "runningSince",
    "progress",
    "requestId"
})
public record InstanceView(
        String instanceId,
        String state,
        String modelId,
        String answeredBy,
        String key,
        String userIdentifier,
        String channel,
        String format,
        long fileBytes,
        Metadata metadata,
        TokenUsage tokenUsage,
        CostView cost,
        String priceId,
        String failure,
        Instant startedAt,
        Instant finishedAt,
        boolean transcriptStored,
        String transcript,
        int attempts,
        Instant runningSince,
        ProgressView progress,
        String requestId) {

    /** How far a queued run is. */
    @JsonbNillable
    @JsonbPropertyOrder({"doneSeconds", "totalSeconds", "runsBefore", "estimatedEnd"})
    public record ProgressView(BigDecimal doneSeconds, BigDecimal totalSeconds, Long runsBefore, Instant estimatedEnd) {

        private static final int MILLI_DIGITS = 3;

        static ProgressView of(Progress progress) {
            return new ProgressView(
                    seconds(progress.done()),
                    seconds(progress.total()),
                    progress.before().isPresent() ? progress.before().getAsLong() : null,
                    progress.estimatedEnd().orElse(null));
        }

        private static BigDecimal seconds(Duration duration) {
            return BigDecimal.valueOf(duration.toMillis(), MILLI_DIGITS);
        }
    }

    /** @param progress empty in listings, for runs that are not queued, and for those that have ended */
    static InstanceView of(InstanceSummary instance, Optional<String> transcript, Optional<Progress> progress) {
        return new InstanceView(
                instance.id(),
                instance.state().name(),
                instance.modelId(),
                instance.answerer().orElse(null),
                instance.caller(),
                instance.userIdentifier(),
                instance.channel(),
                instance.container().toLowerCase(Locale.ROOT),
                instance.fileBytes(),
                new Metadata(
                        instance.language(),
                        instance.duration().map(TimeSpan::of).orElse(null)),
                instance.completionTokens() == null
                        ? null
                        : TokenUsage.of(instance.completionTokens(), instance.promptTokens()),
                instance.cost().map(CostView::of).orElse(null),
                instance.priceId(),
                instance.failure(),
                instance.startedAt(),
                instance.finishedAt(),
                instance.transcriptStoredAt() != null,
                transcript.orElse(null),
                instance.attempts(),
                instance.claimedAt(),
                progress.map(ProgressView::of).orElse(null),
                instance.requestId());
    }
}
