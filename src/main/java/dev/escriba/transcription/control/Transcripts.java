package dev.escriba.transcription.control;

import dev.escriba.schema.control.FreeRows;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.entity.IdempotentRequest;
import dev.escriba.transcription.entity.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Deletes stored transcripts. The instance and its cost stay. */
@ApplicationScoped
public class Transcripts {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    TranscriptRetention retention;

    @Inject
    Audit audit;

    /**
     * Deletes the transcript of an instance, and the encrypted copy that answers repeated requests. The audit log
     * records a deletion by an administrator.
     */
    @Transactional
    public void forget(Caller caller, UUID instance) {
        if (caller.hasAnyRole(Role.ADMINISTRATOR)) {
            audit.record(
                    caller.getName(),
                    Act.TRANSCRIPT_FORGOTTEN,
                    instance.toString(),
                    Optional.of(caller.accountId()),
                    Map.of());
        }
        forget(instance.toString());
        entities.createNamedQuery(IdempotentRequest.FORGET_ANSWER)
                .setParameter("instance", instance.toString())
                .executeUpdate();
    }

    /**
     * Deletes one batch of transcripts that are older than the retention period. Passes over rows that are locked.
     *
     * @return the number of deleted transcripts; 0 where none is left
     */
    @Transactional
    public int purge() {
        List<?> old = FreeRows.lock(
                entities,
                "select i.id from instance i where i.transcript_stored_at < ?1"
                        + " order by i.transcript_stored_at, i.id fetch first 500 rows only",
                InstantMicros.micros(clock.instant().minus(retention.period())));
        // the encrypted answer of an idempotency key stays as long as the key
        old.forEach(id -> forget((String) id));
        return old.size();
    }

    private void forget(String instance) {
        entities.createNamedQuery(Instance.FORGET).setParameter("id", instance).executeUpdate();
    }
}
