package dev.escriba.security.control;

import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The stored API keys. */
@ApplicationScoped
public class ApiKeys {

    /** Longer ones are nobody's key and are not worth hashing. */
    static final int MOST_CHARACTERS = 512;

    @PersistenceContext
    EntityManager entities;

    protected ApiKeys() {}

    /** For use without a container. */
    public ApiKeys(EntityManager entities) {
        this.entities = entities;
    }

    /** Whose key this is. */
    @Transactional
    public Optional<Caller> findCaller(String secret) {
        if (secret.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        return entities
                .createNamedQuery(ApiKey.BY_LOOKUP, ApiKey.class)
                .setParameter("lookup", ApiKey.lookupOf(secret))
                .getResultList()
                .stream()
                .filter(key -> key.matches(secret))
                .findFirst()
                .map(ApiKey::caller);
    }
}
