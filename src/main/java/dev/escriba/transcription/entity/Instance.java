package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.media.entity.Recording;
import dev.escriba.models.entity.AiModel;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.security.entity.Caller;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One execution, from the moment at which its media was understood. */
@Entity
@SuppressWarnings("UnusedVariable") // columns are read by queries
@Table(name = "instance")
@NamedQuery(
        name = Instance.RUNNING_ON,
        query =
                "select i.id from Instance i where i.node = :node and i.state = dev.escriba.transcription.entity.InstanceState.RUNNING")
@NamedQuery(
        name = Instance.OVERDUE,
        query = "select i.id from Instance i where i.state = dev.escriba.transcription.entity.InstanceState.RUNNING"
                + " and i.leaseUntil < :now order by i.leaseUntil, i.id")
@NamedQuery(
        name = Instance.RENEW,
        query = "update Instance i set i.leaseUntil = :until where i.id in :ids"
                + " and i.state = dev.escriba.transcription.entity.InstanceState.RUNNING")
@NamedQuery(name = Instance.SUCCEED, query = "update Instance i set " + Instance.OUTCOME + Instance.OF_RUNNING)
@NamedQuery(
        name = Instance.SUCCEED_WITH_TRANSCRIPT,
        query = "update Instance i set i.transcript = :transcript, i.transcriptStoredAt = :now, " + Instance.OUTCOME
                + Instance.OF_RUNNING)
@NamedQuery(
        name = Instance.FORGET,
        query = "update Instance i set i.transcript = null, i.transcriptStoredAt = null where i.id = :id")
@NamedQuery(
        name = Instance.WITH_TRANSCRIPT_BEFORE,
        query = "select i.id from Instance i where i.transcriptStoredAt < :before order by i.transcriptStoredAt, i.id")
public class Instance {

    public static final String RUNNING_ON = "Instance.runningOn";
    public static final String OVERDUE = "Instance.overdue";
    public static final String RENEW = "Instance.renew";

    /** Ends one that runs as succeeded, without its text; one that has ended already stays as it is. */
    public static final String SUCCEED = "Instance.succeed";

    /** As {@link #SUCCEED}, with its text. Two, because one implementation of JPA does not know the type of a nothing that it converts. */
    public static final String SUCCEED_WITH_TRANSCRIPT = "Instance.succeedWithTranscript";

    static final String OUTCOME =
            "i.state = dev.escriba.transcription.entity.InstanceState.SUCCEEDED, i.finishedAt = :now, i.leaseUntil = null,"
                    + " i.durationNanos = :duration, i.language = :language, i.completionTokens = :completionTokens,"
                    + " i.promptTokens = :promptTokens, i.completionCost = :completionCost, i.promptCost = :promptCost,"
                    + " i.currency = :currency";
    static final String OF_RUNNING =
            " where i.id = :id and i.state = dev.escriba.transcription.entity.InstanceState.RUNNING";

    public static final String FORGET = "Instance.forget";
    public static final String WITH_TRANSCRIPT_BEFORE = "Instance.withTranscriptBefore";

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

    @Column(name = "completion_cost", precision = 28, scale = 9)
    private BigDecimal completionCost;

    @Column(name = "prompt_cost", precision = 28, scale = 9)
    private BigDecimal promptCost;

    private String currency;

    private String failure;

    @Column(name = "price_id")
    private String priceId;

    @Column(name = "lease_until")
    @Convert(converter = InstantMicros.class)
    private Instant leaseUntil;

    @Column(name = "transcript_stored_at")
    @Convert(converter = InstantMicros.class)
    private Instant transcriptStoredAt;

    @Column(name = "started_at")
    @Convert(converter = InstantMicros.class)
    private Instant startedAt;

    @Column(name = "finished_at")
    @Convert(converter = InstantMicros.class)
    private Instant finishedAt;

    protected Instance() {}

    /**
     * A run that begins.
     *
     * @param priceId the price in force, if the model has one
     * @param leaseUntil when others may take it for dead, unless the lease is renewed
     */
    public Instance(
            Caller caller,
            AiModel model,
            TranscriptionCommand order,
            Optional<UUID> priceId,
            Recording recording,
            String node,
            Instant startedAt,
            Instant leaseUntil) {
        this.id = UUID.randomUUID().toString();
        this.accountId = caller.accountId();
        this.caller = caller.getName();
        this.node = node;
        this.state = InstanceState.RUNNING;
        this.modelId = model.id().toString();
        this.userIdentifier = order.userIdentifier().orElse(null);
        this.channel = order.channel().orElse(null);
        this.culture = order.culture().tag();
        this.fileBytes = recording.upload().size();
        this.container = recording.facts().format().name();
        this.codec = recording.facts().codec();
        this.startedAt = startedAt;
        this.leaseUntil = leaseUntil;
        this.priceId = priceId.map(UUID::toString).orElse(null);
    }

    /** The run did not answer; {@code reason} is a word for operators, not a text for people. */
    public void fail(String reason, Instant at) {
        if (state != InstanceState.RUNNING) {
            throw new IllegalStateException("instance " + id + " is " + state + " already");
        }
        state = InstanceState.FAILED;
        finishedAt = at;
        leaseUntil = null;
        failure = reason;
    }

    public UUID id() {
        return UUID.fromString(id);
    }

    public InstanceState state() {
        return state;
    }

    /** Whether its node has not renewed its lease in time. */
    public boolean isOverdue(Instant now) {
        return leaseUntil != null && leaseUntil.isBefore(now);
    }

    /** Of the decoded audio; known once it has succeeded. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(durationNanos).map(Duration::ofNanos);
    }

    /** ISO 639-1 of what is spoken, if anything. */
    public Optional<String> language() {
        return Optional.ofNullable(language);
    }

    /** Where it is kept. */
    public Optional<String> transcript() {
        return Optional.ofNullable(transcript);
    }

    public Optional<Integer> completionTokens() {
        return Optional.ofNullable(completionTokens);
    }

    public Optional<Integer> promptTokens() {
        return Optional.ofNullable(promptTokens);
    }

    /** What was charged; known once it has succeeded. */
    public Optional<Cost> cost() {
        return Optional.ofNullable(currency).map(known -> new Cost(completionCost, promptCost, known));
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
