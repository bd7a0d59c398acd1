package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.models.entity.AiModel;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.entity.Recognition;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** One execution, from the moment at which its media was understood. */
@Entity
@SuppressWarnings("UnusedVariable") // columns are read by queries
@Table(name = "instance")
@NamedQuery(
        name = Instance.RUNNING_ON,
        query =
                "select i from Instance i where i.node = :node and i.state = dev.escriba.transcription.entity.InstanceState.RUNNING")
public class Instance {

    public static final String RUNNING_ON = "Instance.runningOn";

    /** As many characters as the table holds: some 60 hours of speech. */
    private static final int MOST_TRANSCRIPT_CHARACTERS = 1_000_000;

    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    private String caller;

    private String node;

    @Enumerated(EnumType.STRING)
    private InstanceState state;

    @Column(name = "model_id")
    private String modelId;

    @Column(name = "user_identifier")
    private String userIdentifier;

    private String channel;

    private String culture;

    @Column(name = "file_bytes")
    private long fileBytes;

    private String container;

    private String codec;

    @Column(name = "duration_nanos")
    private Long durationNanos;

    private String language;

    private String transcript;

    @Column(name = "completion_tokens")
    private Integer completionTokens;

    @Column(name = "prompt_tokens")
    private Integer promptTokens;

    @Column(name = "completion_cost")
    private BigDecimal completionCost;

    @Column(name = "prompt_cost")
    private BigDecimal promptCost;

    private String currency;

    private String failure;

    @Column(name = "started_at")
    @Convert(converter = InstantMicros.class)
    private Instant startedAt;

    @Column(name = "finished_at")
    @Convert(converter = InstantMicros.class)
    private Instant finishedAt;

    protected Instance() {}

    public Instance(
            Caller caller,
            AiModel model,
            Order order,
            MediaFacts media,
            long fileBytes,
            String node,
            Instant startedAt) {
        this.id = UUID.randomUUID().toString();
        this.accountId = caller.accountId();
        this.caller = caller.getName();
        this.node = node;
        this.state = InstanceState.RUNNING;
        this.modelId = model.id().toString();
        this.userIdentifier = order.userIdentifier().orElse(null);
        this.channel = order.channel().orElse(null);
        this.culture = order.culture().tag();
        this.fileBytes = fileBytes;
        this.container = media.format().name();
        this.codec = media.codec();
        this.startedAt = startedAt;
    }

    /** The run answered. */
    public void succeed(Recognition recognition, Cost cost, Instant at) {
        finish(InstanceState.SUCCEEDED, at);
        durationNanos = recognition.duration().toNanos();
        language = recognition.language().orElse(null);
        transcript = recognition.text().length() <= MOST_TRANSCRIPT_CHARACTERS ? recognition.text() : null;
        completionTokens = recognition.completionTokens();
        promptTokens = recognition.promptTokens();
        completionCost = cost.completion();
        promptCost = cost.prompt();
        currency = cost.currency();
    }

    /** The run did not answer; {@code reason} is a word for operators, not a text for people. */
    public void fail(String reason, Instant at) {
        finish(InstanceState.FAILED, at);
        failure = reason;
    }

    private void finish(InstanceState outcome, Instant at) {
        if (state != InstanceState.RUNNING) {
            throw new IllegalStateException("instance " + id + " is " + state + " already");
        }
        state = outcome;
        finishedAt = at;
    }

    public UUID id() {
        return UUID.fromString(id);
    }

    public InstanceState state() {
        return state;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Instance instance && id.equals(instance.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
