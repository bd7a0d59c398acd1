package dev.escriba.transcription.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What an account has had of one {@link QueueLane}. It outlives the runs of the account. */
@Entity
@Table(name = "queue_lane_share")
public class QueueLaneShare {

    @Id
    private String id;

    @Column(name = "fair_end")
    private long fairEnd;

    protected QueueLaneShare() {}

    /** An account without a run in the lane so far. */
    public QueueLaneShare(String id) {
        this.id = id;
    }

    /** The id of the share of an account in a lane. */
    public static String id(String account, String lane) {
        return account + " " + lane;
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
        return other instanceof QueueLaneShare share && id.equals(share.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
