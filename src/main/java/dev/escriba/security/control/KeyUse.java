package dev.escriba.security.control;

import dev.escriba.security.entity.ApiKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Notes when keys are used, to within {@value ApiKey#USE_SECONDS} seconds. */
@ApplicationScoped
public class KeyUse {

    @PersistenceContext
    EntityManager entities;

    protected KeyUse() {}

    /** For use without a container. */
    public KeyUse(EntityManager entities) {
        this.entities = entities;
    }

    /** By a statement that changes nothing where another request has noted it meanwhile. */
    @Transactional
    public void note(ApiKey key, Instant now) {
        entities.createNamedQuery(ApiKey.USED)
                .setParameter("now", now)
                .setParameter("id", key.id())
                .setParameter("before", now.minusSeconds(ApiKey.USE_SECONDS))
                .executeUpdate();
    }
}
