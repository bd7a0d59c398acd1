package dev.escriba.transcription.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/** The only row of its table. Each acceptance of a run locks it. */
@Entity
@Table(name = "queue_turn")
@NamedQuery(
        name = QueueTurn.RAISE,
        query = "update QueueTurn t set t.virtualTime = :start where t.id = :id and t.virtualTime < :start")
public class QueueTurn {

    public static final int ID = 1;

    /** The virtual time follows the start of a run that is claimed. */
    public static final String RAISE = "QueueTurn.raise";

    @Id
    private int id;

    @Column(name = "virtual_time")
    private long virtualTime;

    protected QueueTurn() {}

    /** The latest start of a run that was claimed, in nanoseconds of audio. */
    public long virtualTime() {
        return virtualTime;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueTurn turn && id == turn.id;
    }

    @Override
    public int hashCode() {
        return id;
    }
}
