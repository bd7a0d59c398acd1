package dev.escriba.transcription.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The audio of an account that the queue has served. The row outlives the runs of the account, so that later runs wait
 * for their turn.
 */
@Entity
@Table(name = "queue_share")
public class QueueShare {

    @Id
    @Column(name = "account_id")
    private String accountId;

    @Column(name = "fair_end")
    private long fairEnd;

    protected QueueShare() {}

    /** An account without a run so far. */
    public QueueShare(String accountId) {
        this.accountId = accountId;
    }

    /** The end of the last turn, in nanoseconds of audio. */
    public long fairEnd() {
        return fairEnd;
    }

    /** A run of the account gets its turn. */
    public void take(Turn turn) {
        fairEnd = turn.end();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueShare share && accountId.equals(share.accountId);
    }

    @Override
    public int hashCode() {
        return accountId.hashCode();
    }
}
