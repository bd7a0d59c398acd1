package dev.escriba.security.control;

import dev.escriba.security.entity.ApiKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is shown of API keys that others name: the names that administrators gave them, and their ends. */
@ApplicationScoped
public class KeyNames {

    private static final int BATCH = 500;

    @PersistenceContext
    EntityManager entities;

    protected KeyNames() {}

    /** For use without a container. */
    public KeyNames(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * The names of keys, by the names of their callers. A caller that is not a key has none.
     *
     * @param callers names of callers, as instances store them
     */
    @Transactional
    public Map<String, String> of(Collection<String> callers) {
        List<String> ids = ids(callers);
        Map<String, String> names = new HashMap<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            entities.createNamedQuery(ApiKey.NAMES, Object[].class)
                    .setParameter("ids", ids.subList(from, Math.min(from + BATCH, ids.size())))
                    .getResultList()
                    .forEach(row -> names.put(ApiKey.CALLER_PREFIX + row[0], (String) row[1]));
        }
        return names;
    }

    /**
     * When keys were revoked or expired, by the names of their callers. A key that works is not among them, and neither
     * is a caller that is not a key.
     *
     * @param callers names of callers, at most some hundred
     */
    @Transactional
    public Map<String, Instant> ends(Collection<String> callers, Instant now) {
        List<String> ids = ids(callers);
        Map<String, Instant> ends = new HashMap<>();
        if (!ids.isEmpty()) {
            entities.createNamedQuery(ApiKey.ENDED, ApiKey.class)
                    .setParameter("ids", ids)
                    .setParameter("now", now)
                    .getResultList()
                    .forEach(key -> key.endedAt(now).ifPresent(end -> ends.put(ApiKey.CALLER_PREFIX + key.id(), end)));
        }
        return ends;
    }

    private static List<String> ids(Collection<String> callers) {
        return callers.stream()
                .filter(caller -> caller.startsWith(ApiKey.CALLER_PREFIX))
                .map(caller -> caller.substring(ApiKey.CALLER_PREFIX.length()))
                .toList();
    }
}
