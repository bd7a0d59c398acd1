package dev.escriba.security.control;

import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.KeySecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Finds out whose key a key is. */
@ApplicationScoped
public class ApiKeyAuthenticator {

    /** Longer ones are nobody's key and are not worth hashing. */
    public static final int MAX_CHARACTERS = 512;

    @PersistenceContext
    EntityManager entities;

    @Inject
    Peppers peppers;

    @Inject
    Clock clock;

    protected ApiKeyAuthenticator() {}

    /** For use without a container. */
    public ApiKeyAuthenticator(EntityManager entities, Peppers peppers, Clock clock) {
        this.entities = entities;
        this.peppers = peppers;
        this.clock = clock;
    }

    /** Whose key this is; nobody's where it is unknown, revoked or expired. Notes, now and then, that it is used. */
    @Transactional
    public Optional<Caller> findCaller(String secret) {
        Instant now = clock.instant();
        Optional<Found> found = find(secret).filter(some -> some.key().isActive(now));
        found.filter(some -> some.key().isUseUnknown(now)).ifPresent(some -> entities.createNamedQuery(ApiKey.USED)
                .setParameter("now", now)
                .setParameter("id", some.key().id())
                .setParameter("before", now.minusSeconds(ApiKey.USE_SECONDS))
                .executeUpdate());
        return found.map(some -> some.key().caller(some.account()));
    }

    /** Whether it is known at all, revoked and expired ones included. */
    @Transactional
    public boolean isKnown(String secret) {
        return find(secret).isPresent();
    }

    private record Found(ApiKey key, Account account) {}

    private Optional<Found> find(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        KeySecret secret = new KeySecret(text);
        return entities
                .createNamedQuery(ApiKey.BY_PREFIX, Object[].class)
                .setParameter("prefix", secret.prefix())
                .getResultList()
                .stream()
                .map(row -> new Found((ApiKey) row[0], (Account) row[1]))
                .filter(some -> some.key().matches(secret, peppers.pepper()))
                .findFirst();
    }
}
