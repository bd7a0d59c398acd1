package dev.escriba.transcription.control;

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

    private static final int BATCH_SIZE = 500;

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
     * Deletes one batch of transcripts that are older than the retention period.
     *
     * @return the number of deleted transcripts; 0 where none is left
     */
    @Transactional
    public int purge() {
        List<String> old = entities.createNamedQuery(Instance.WITH_TRANSCRIPT_BEFORE, String.class)
                .setParameter("before", clock.instant().minus(retention.period()))
                .setMaxResults(BATCH_SIZE)
                .getResultList();
        // the encrypted answer of an idempotency key stays as long as the key
        old.forEach(this::forget);
        return old.size();
    }

    private void forget(String instance) {
        entities.createNamedQuery(Instance.FORGET).setParameter("id", instance).executeUpdate();
    }
}
