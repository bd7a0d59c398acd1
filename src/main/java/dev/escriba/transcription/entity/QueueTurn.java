package dev.escriba.transcription.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The only row of its table. Each acceptance of a run locks it. */
@Entity
@Table(name = "queue_turn")
public class QueueTurn {

    public static final int ID = 1;

    @Id
    private int id;

    protected QueueTurn() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueTurn turn && id == turn.id;
    }

    @Override
    public int hashCode() {
        return id;
    }
}
