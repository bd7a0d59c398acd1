package dev.escriba.transcription.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/** The turns of the runs of one server. Those of models that run here are in {@link QueueTurn}. */
@Entity
@Table(name = "queue_lane")
@NamedQuery(
        name = QueueLane.RAISE,
        query = "update QueueLane l set l.virtualTime = :start where l.lane = :lane and l.virtualTime < :start")
public class QueueLane {

    /** The virtual time follows the start of a run that is claimed. */
    public static final String RAISE = "QueueLane.raise";

    @Id
    private String lane;

    @Column(name = "virtual_time")
    private long virtualTime;

    protected QueueLane() {}

    /**
     * A lane without a run so far.
     *
     * @param virtualTime at which it begins, in nanoseconds of audio
     */
    public QueueLane(String lane, long virtualTime) {
        this.lane = lane;
        this.virtualTime = virtualTime;
    }

    /** The latest start of a run that was claimed, in nanoseconds of audio. */
    public long virtualTime() {
        return virtualTime;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueLane same && lane.equals(same.lane);
    }

    @Override
    public int hashCode() {
        return lane.hashCode();
    }
}
