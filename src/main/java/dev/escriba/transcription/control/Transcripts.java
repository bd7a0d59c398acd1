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

/** Has transcripts forgotten. What an execution was, and what it cost, stays. */
@ApplicationScoped
public class Transcripts {

    private static final int AT_ONCE = 500;

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    TranscriptRetention keeping;

    @Inject
    Audit audit;

    /** Forgets one, wherever a copy of it is; that an administrator had it forgotten is not. */
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

    /** Forgets some of those that are kept no longer; how many, 0 where none is left. */
    @Transactional
    public int purge() {
        List<String> old = entities.createNamedQuery(Instance.WITH_TRANSCRIPT_BEFORE, String.class)
                .setParameter("before", clock.instant().minus(keeping.retention()))
                .setMaxResults(AT_ONCE)
                .getResultList();
        // an answer that is sealed has a time of its own
        old.forEach(this::forget);
        return old.size();
    }

    private void forget(String instance) {
        entities.createNamedQuery(Instance.FORGET).setParameter("id", instance).executeUpdate();
    }
}
