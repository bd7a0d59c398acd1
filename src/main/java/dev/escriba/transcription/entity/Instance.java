package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.schema.control.InstantMicros;
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

/** A stored run. It is stored once its upload is probed and its cost is quoted, before it waits or begins. */
@Entity
@SuppressWarnings("UnusedVariable") // queries read the columns
@Table(name = "instance")
@NamedQuery(
        name = Instance.RUNNING_ON,
        query = "select i.id from Instance i where i.node = :node"
                + " and i.state = dev.escriba.transcription.entity.InstanceState.RUNNING")
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
        name = Instance.ANSWERED,
        query = "update Instance i set i.answeredBy = :model, i.priceId = :price where i.id = :id")
@NamedQuery(
        name = Instance.ANSWERED_FREE,
        query = "update Instance i set i.answeredBy = :model, i.priceId = null where i.id = :id")
@NamedQuery(
        name = Instance.CLAIM,
        query = "update Instance i set i.state = dev.escriba.transcription.entity.InstanceState.RUNNING,"
                + " i.node = :node, i.leaseUntil = :until, i.claimedAt = :now, i.attempts = i.attempts + 1"
                + " where i.id = :id and i.state = dev.escriba.transcription.entity.InstanceState.QUEUED")
@NamedQuery(
        name = Instance.HOLD_ATTEMPT,
        query = "update Instance i set i.leaseUntil = :until where i.id = :id and i.attempts = :attempt"
                + " and i.state = dev.escriba.transcription.entity.InstanceState.RUNNING")
@NamedQuery(
        name = Instance.LOST,
        query = "select i.id from Instance i where i.id in :ids and (i.node <> :node"
                + " or i.state <> dev.escriba.transcription.entity.InstanceState.RUNNING)")
@NamedQuery(
        name = Instance.FORGET,
        query = "update Instance i set i.transcript = null, " + Instance.NOT_STORED + " where i.id in :ids")
@NamedQuery(
        name = Instance.FORGET_USER,
        query = "update Instance i set i.transcript = null, i.userIdentifier = null, " + Instance.NOT_STORED
                + " where i.id in :ids")
public class Instance {

    public static final String RUNNING_ON = "Instance.runningOn";
    public static final String OVERDUE = "Instance.overdue";
    public static final String RENEW = "Instance.renew";

    /** Stores a RUNNING instance as SUCCEEDED, without its transcript. An instance that has ended is not changed. */
    public static final String SUCCEED = "Instance.succeed";

    /**
     * Like {@link #SUCCEED}, with the transcript. It is a query of its own because one JPA implementation cannot bind a
     * null.
     */
    public static final String SUCCEED_WITH_TRANSCRIPT = "Instance.succeedWithTranscript";

    /** Names the model that took over, and its price. */
    public static final String ANSWERED = "Instance.answered";

    /** Names the model that took over and is free. */
    public static final String ANSWERED_FREE = "Instance.answeredFree";

    static final String OUTCOME =
            "i.state = dev.escriba.transcription.entity.InstanceState.SUCCEEDED, i.finishedAt = :now,"
                    + " i.leaseUntil = null, i.durationNanos = :duration, i.language = :language,"
                    + " i.completionTokens = :completionTokens, i.promptTokens = :promptTokens,"
                    + " i.completionCost = :completionCost, i.promptCost = :promptCost, i.currency = :currency";
    static final String OF_RUNNING =
            " where i.id = :id and i.state = dev.escriba.transcription.entity.InstanceState.RUNNING";

    /** Begins an attempt of a QUEUED instance. */
    public static final String CLAIM = "Instance.claim";

    /** Renews the lease of an attempt, and locks its row, unless the attempt has ended. */
    public static final String HOLD_ATTEMPT = "Instance.holdAttempt";

    /** Those of some instances that a node must not work on any more. */
    public static final String LOST = "Instance.lost";

    /**
     * Sets the time to null. In a query with a list, one JPA implementation sends a plain null as text, which
     * PostgreSQL refuses for a number. The result of {@code nullif} has the type of the column.
     */
    static final String NOT_STORED = "i.transcriptStoredAt = nullif(i.transcriptStoredAt, i.transcriptStoredAt)";

    public static final String FORGET = "Instance.forget";
    public static final String FORGET_USER = "Instance.forgetUser";

    /** The language of speech that no model knows, in ISO 639-2: undetermined. Where nothing is spoken it is null. */
    public static final String UNKNOWN_LANGUAGE = "und";

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

    /** Null where the chosen model answered, or none has yet. */
    @Column(name = "answered_model_id")
    private String answeredBy;

    @Column(name = "user_identifier")
    private String userIdentifier;

    private String channel;

    private String culture;

    @Column(name = "file_bytes")
    private long fileBytes;

    @Column(name = "file_sha256")
    private String fileSha256;

    /** Null for an instance of an earlier version. */
    @Column(name = "request_id")
    private String requestId;

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

    private int attempts;

    @Column(name = "claimed_at")
    @Convert(converter = InstantMicros.class)
    private Instant claimedAt;

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
     * A run that begins: RUNNING, with a new id.
     *
     * @param priceId the price in force, if the model has one
     */
    public Instance(RunRequest request, Optional<UUID> priceId, Instant startedAt, Lease lease) {
        this(request, priceId, startedAt, lease.node(), InstanceState.RUNNING, lease.until());
    }

    /**
     * A run that waits: QUEUED, with a new id.
     *
     * @param node that accepted the run
     */
    public static Instance queued(RunRequest request, Optional<UUID> priceId, Instant acceptedAt, String node) {
        return new Instance(request, priceId, acceptedAt, node, InstanceState.QUEUED, null);
    }

    private Instance(
            RunRequest request,
            Optional<UUID> priceId,
            Instant startedAt,
            String node,
            InstanceState state,
            Instant leaseUntil) {
        this.id = UUID.randomUUID().toString();
        this.accountId = request.caller().accountId();
        this.caller = request.caller().getName();
        this.node = node;
        this.state = state;
        this.modelId = request.model().id().toString();
        this.userIdentifier = request.command().userIdentifier().orElse(null);
        this.channel = request.command().channel().orElse(null);
        this.culture = request.command().culture().tag();
        this.fileBytes = request.recording().upload().size();
        this.fileSha256 = request.recording().upload().sha256().orElse(null);
        this.container = request.recording().facts().format().name();
        this.codec = request.recording().facts().codec();
        this.startedAt = startedAt;
        this.leaseUntil = leaseUntil;
        this.priceId = priceId.map(UUID::toString).orElse(null);
    }

    /** Names the request that makes the instance, before it is stored. */
    public void requestedBy(String id) {
        requestId = id;
    }

    /**
     * Ends an instance as FAILED.
     *
     * @param reason a word for operators, such as {@code problem-422}; it is not translated
     */
    public void fail(String reason, Instant at) {
        end(InstanceState.FAILED, reason, at);
    }

    /** Ends an instance as CANCELLED. The reason is as that of {@link #fail}. */
    public void cancel(String reason, Instant at) {
        end(InstanceState.CANCELLED, reason, at);
    }

    private void end(InstanceState last, String reason, Instant at) {
        if (state.isFinal()) {
            throw new IllegalStateException("instance " + id + " is " + state + " already");
        }
        state = last;
        finishedAt = at;
        leaseUntil = null;
        failure = reason;
    }

    /** Puts a RUNNING instance back into the queue. The next attempt has another number. */
    public void requeue() {
        if (state != InstanceState.RUNNING) {
            throw new IllegalStateException("instance " + id + " is " + state);
        }
        state = InstanceState.QUEUED;
        leaseUntil = null;
        claimedAt = null;
    }

    public UUID id() {
        return UUID.fromString(id);
    }

    public InstanceState state() {
        return state;
    }

    public String accountId() {
        return accountId;
    }

    /** The name of the credential that the run belongs to. */
    public String caller() {
        return caller;
    }

    public UUID modelId() {
        return UUID.fromString(modelId);
    }

    public Optional<String> userIdentifier() {
        return Optional.ofNullable(userIdentifier);
    }

    public Optional<String> channel() {
        return Optional.ofNullable(channel);
    }

    /** How often a node has claimed the run from the queue. */
    public int attempts() {
        return attempts;
    }

    /** The size of the upload. */
    public long fileBytes() {
        return fileBytes;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Whether the lease is over because the node did not renew it in time. */
    public boolean isOverdue(Instant now) {
        return leaseUntil != null && leaseUntil.isBefore(now);
    }

    /** The duration of the decoded audio; empty until the instance is SUCCEEDED. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(durationNanos).map(Duration::ofNanos);
    }

    /** The spoken language as an ISO 639-1 code; empty where nothing is spoken, or nothing in a known language. */
    public Optional<String> language() {
        return Optional.ofNullable(language).filter(known -> !known.equals(UNKNOWN_LANGUAGE));
    }

    /** The transcript; empty where it is not kept. */
    public Optional<String> transcript() {
        return Optional.ofNullable(transcript);
    }

    public Optional<Integer> completionTokens() {
        return Optional.ofNullable(completionTokens);
    }

    public Optional<Integer> promptTokens() {
        return Optional.ofNullable(promptTokens);
    }

    /** The charged amounts; empty until the instance is SUCCEEDED. */
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
