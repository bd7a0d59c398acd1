package dev.escriba.transcription.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What a queued run needs to be begun anew. The row exists from the acceptance of the run to its end, also while the
 * run is RUNNING.
 */
@Entity
@Table(name = "queued_run")
@SuppressWarnings("UnusedVariable") // queries read the columns
@NamedQuery(
        name = QueuedRun.NEXT,
        query = "select q.instanceId from QueuedRun q, Instance i where i.id = q.instanceId"
                + " and i.state = dev.escriba.transcription.entity.InstanceState.QUEUED and q.notBefore <= :now"
                + " and q.keeper in :keepers and q.lane = :lane and q.audioNanos <= :longest"
                + " order by q.fairStart, q.instanceId")
@NamedQuery(
        name = QueuedRun.LANES,
        query = "select distinct q.lane from QueuedRun q, Instance i where i.id = q.instanceId"
                + " and i.state = dev.escriba.transcription.entity.InstanceState.QUEUED and q.notBefore <= :now"
                + " and q.keeper in :keepers")
@NamedQuery(name = QueuedRun.SUMS, query = "select count(q), sum(q.audioBytes) from QueuedRun q")
@NamedQuery(
        name = QueuedRun.SUMS_OF_ACCOUNT,
        query = "select count(q), sum(q.audioBytes) from QueuedRun q where q.accountId = :account")
@NamedQuery(
        name = QueuedRun.BEFORE,
        query = "select count(q) from QueuedRun q, Instance i where i.id = q.instanceId"
                + " and i.state = dev.escriba.transcription.entity.InstanceState.QUEUED"
                + " and q.lane = :lane"
                + " and (q.fairStart < :start or (q.fairStart = :start and q.instanceId < :id))")
@NamedQuery(
        name = QueuedRun.PROGRESS,
        query = "update QueuedRun q set q.doneNanos = :done where q.instanceId = :id and exists (select i.id from"
                + " Instance i where i.id = q.instanceId and i.attempts = :attempt"
                + " and i.state = dev.escriba.transcription.entity.InstanceState.RUNNING)")
@NamedQuery(
        name = QueuedRun.RETURNED,
        query = "update QueuedRun q set q.doneNanos = 0, q.notBefore = :notBefore, q.losses = q.losses + :lost"
                + " where q.instanceId = :id")
@NamedQuery(
        name = QueuedRun.OLD,
        query = "select q.instanceId from QueuedRun q, Instance i where i.id = q.instanceId"
                + " and i.state = dev.escriba.transcription.entity.InstanceState.QUEUED and q.queuedAt < :before"
                + " order by q.queuedAt, q.instanceId")
@NamedQuery(
        name = QueuedRun.ENDED,
        query = "select q.instanceId from QueuedRun q, Instance i where i.id = q.instanceId"
                + " and i.state not in (dev.escriba.transcription.entity.InstanceState.QUEUED,"
                + " dev.escriba.transcription.entity.InstanceState.RUNNING) order by q.instanceId")
@NamedQuery(name = QueuedRun.KEPT_BY, query = "select q.instanceId from QueuedRun q where q.keeper = :keeper")
public class QueuedRun {

    /** The ids of the runs of a lane that a node may claim, up to a length, in the order of the lane. */
    public static final String NEXT = "QueuedRun.next";

    /** The lanes with runs that a node may claim. */
    public static final String LANES = "QueuedRun.lanes";

    /** Number and bytes of all queued runs. */
    public static final String SUMS = "QueuedRun.sums";

    public static final String SUMS_OF_ACCOUNT = "QueuedRun.sumsOfAccount";

    /** The number of waiting runs that are before one in the order of its lane. */
    public static final String BEFORE = "QueuedRun.before";

    /** Stores the progress of an attempt, unless the run has ended or another attempt has begun. */
    public static final String PROGRESS = "QueuedRun.progress";

    /** The run waits again. */
    public static final String RETURNED = "QueuedRun.returned";

    public static final String OLD = "QueuedRun.old";

    /** Runs that ended without the deletion of their rows. */
    public static final String ENDED = "QueuedRun.ended";

    public static final String KEPT_BY = "QueuedRun.keptBy";

    /** The lane of the runs of models that run here. That of other runs is the name of the server. */
    public static final String HERE = "";

    /** The keeper of audio that is in the database. */
    public static final String DATABASE = "database";

    @Id
    @Column(name = "instance_id")
    private String instanceId;

    @Column(name = "account_id")
    private String accountId;

    private String keeper;
    private String lane;

    @Column(name = "audio_bytes")
    private long audioBytes;

    @Column(name = "audio_nanos")
    private long audioNanos;

    @Column(name = "done_nanos")
    private long doneNanos;

    @Column(name = "fair_start")
    private long fairStart;

    @Column(name = "queued_at")
    @Convert(converter = InstantMicros.class)
    private Instant queuedAt;

    @Column(name = "not_before")
    @Convert(converter = InstantMicros.class)
    private Instant notBefore;

    private int losses;

    @Column(name = "sealed_request")
    private String sealedRequest;

    protected QueuedRun() {}

    /**
     * A run that begins to wait.
     *
     * @param keeper the node with the audio, or {@link #DATABASE}
     * @param lane {@link #HERE}, or the name of the server of the model
     * @param turn its place in the order of the queue
     * @param sealedRequest the request, encrypted
     */
    public QueuedRun(
            UUID instance,
            String accountId,
            String keeper,
            String lane,
            long audioBytes,
            Duration audio,
            Turn turn,
            Instant at,
            String sealedRequest) {
        this.instanceId = instance.toString();
        this.accountId = accountId;
        this.keeper = keeper;
        this.lane = lane;
        this.audioBytes = audioBytes;
        this.audioNanos = audio.toNanos();
        this.fairStart = turn.start();
        this.queuedAt = at;
        this.notBefore = at;
        this.sealedRequest = sealedRequest;
    }

    public UUID instanceId() {
        return UUID.fromString(instanceId);
    }

    public String accountId() {
        return accountId;
    }

    public String keeper() {
        return keeper;
    }

    public String lane() {
        return lane;
    }

    /** The length of the decoded audio. */
    public Duration audio() {
        return Duration.ofNanos(audioNanos);
    }

    /** The audio that the current attempt has recognised. */
    public Duration done() {
        return Duration.ofNanos(doneNanos);
    }

    /** The place in the order of its lane, in nanoseconds of audio. */
    public long fairStart() {
        return fairStart;
    }

    /** The number of attempts that failed, or that were lost with their node. A stop of a node is no loss. */
    public int losses() {
        return losses;
    }

    public Instant queuedAt() {
        return queuedAt;
    }

    public String sealedRequest() {
        return sealedRequest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueuedRun run && instanceId.equals(run.instanceId);
    }

    @Override
    public int hashCode() {
        return instanceId.hashCode();
    }
}
