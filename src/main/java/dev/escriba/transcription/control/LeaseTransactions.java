package dev.escriba.transcription.control;

import dev.escriba.schema.control.FreeRows;
import dev.escriba.transcription.entity.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /**
     * The instances whose leases are over, in a fixed order.
     *
     * @param skipped number of instances at the beginning of the list to pass over
     */
    @Transactional
    public List<UUID> overdue(Instant now, int skipped, int most) {
        return ids(entities.createNamedQuery(Instance.OVERDUE, String.class)
                .setParameter("now", now)
                .setFirstResult(skipped)
                .setMaxResults(most)
                .getResultList());
    }

    /**
     * Renews the leases of those instances that no other transaction has locked.
     *
     * @return the number of instances that were locked or do not exist
     */
    @Transactional
    public int renew(List<UUID> running, Instant until) {
        Object[] ids = running.stream().map(UUID::toString).toArray();
        String places =
                IntStream.rangeClosed(1, ids.length).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
        List<?> free = FreeRows.lock(
                entities, "select i.id from instance i where i.id in (" + places + ") order by i.id", ids);
        if (!free.isEmpty()) {
            entities.createNamedQuery(Instance.RENEW)
                    .setParameter("until", until)
                    .setParameter("ids", free)
                    .executeUpdate();
        }
        return ids.length - free.size();
    }

    /** The ones of these instances on which the node must not work any more. */
    @Transactional
    public List<UUID> lost(String node, Collection<UUID> running) {
        return ids(entities.createNamedQuery(Instance.LOST, String.class)
                .setParameter("ids", running.stream().map(UUID::toString).toList())
                .setParameter("node", node)
                .getResultList());
    }

    private static List<UUID> ids(List<String> found) {
        return found.stream().map(UUID::fromString).toList();
    }
}
