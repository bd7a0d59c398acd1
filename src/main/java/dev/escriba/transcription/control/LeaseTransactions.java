package dev.escriba.transcription.control;

import dev.escriba.transcription.entity.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The database operations of {@link Leases}; each is a transaction. */
@ApplicationScoped
public class LeaseTransactions {

    @PersistenceContext
    EntityManager entities;

    @Transactional
    public List<UUID> runningOn(String node) {
        return ids(entities.createNamedQuery(Instance.RUNNING_ON, String.class)
                .setParameter("node", node)
                .getResultList());
    }

    @Transactional
    public List<UUID> overdue(Instant now, int most) {
        return ids(entities.createNamedQuery(Instance.OVERDUE, String.class)
                .setParameter("now", now)
                .setMaxResults(most)
                .getResultList());
    }

    @Transactional
    public void renew(List<UUID> running, Instant until) {
        entities.createNamedQuery(Instance.RENEW)
                .setParameter("until", until)
                .setParameter("ids", running.stream().map(UUID::toString).toList())
                .executeUpdate();
    }

    private static List<UUID> ids(List<String> found) {
        return found.stream().map(UUID::fromString).toList();
    }
}
