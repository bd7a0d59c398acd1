package dev.escriba.transcription.control;

import dev.escriba.schema.control.FreeRows;
import dev.escriba.transcription.entity.QueuedAudio;
import dev.escriba.transcription.entity.QueuedRun;
import dev.escriba.transcription.entity.QueuedSegment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The rows that a queued run has beside its instance. Each step runs in the transaction of its caller. */
@ApplicationScoped
public class QueueRows {

    @PersistenceContext
    EntityManager entities;

    protected QueueRows() {}

    /** For use without a container. */
    public QueueRows(EntityManager entities) {
        this.entities = entities;
    }

    /** The row of a run; empty where the run is not queued, or has ended. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<QueuedRun> find(UUID instance) {
        return Optional.ofNullable(entities.find(QueuedRun.class, instance.toString()));
    }

    /** Locks the row of a run without waiting, if there is one. Returns whether it did. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean lockFree(UUID instance) {
        return FreeRows.lockAll(
                entities, "select q.instance_id from queued_run q where q.instance_id = ?1", instance.toString());
    }

    /**
     * Deletes the rows, the audio and the segments of a run that ends. It locks first, so that another thread stores a
     * segment before this deletion or not at all.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(UUID instance) {
        QueuedRun row = entities.find(QueuedRun.class, instance.toString(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return;
        }
        forgetSegments(instance);
        entities.createNamedQuery(QueuedAudio.FORGET)
                .setParameter("instance", instance.toString())
                .executeUpdate();
        entities.remove(row);
        entities.flush();
    }

    /**
     * Puts the run back into the queue. Deletes its progress and its segments.
     *
     * @param notBefore the time before which no node claims the run
     * @param lost whether the attempt counts as a loss
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void returned(UUID instance, Instant notBefore, boolean lost) {
        entities.createNamedQuery(QueuedRun.RETURNED)
                .setParameter("notBefore", notBefore)
                .setParameter("lost", lost ? 1 : 0)
                .setParameter("id", instance.toString())
                .executeUpdate();
        forgetSegments(instance);
    }

    private void forgetSegments(UUID instance) {
        entities.createNamedQuery(QueuedSegment.FORGET)
                .setParameter("instance", instance.toString())
                .executeUpdate();
    }
}
