package dev.escriba.security.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.PepperCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Finds the caller that an API key belongs to. */
@ApplicationScoped
public class ApiKeyAuthenticator {

    /** Maximum length of a key. Longer texts are refused without a look-up. */
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

    /**
     * The caller of a key; empty if the key is unknown, revoked or expired. Records the time of use, at most once a
     * minute.
     *
     * @throws Problem 403 if the account of the key is disabled
     */
    @Transactional
    public Optional<Caller> findCaller(String secret) {
        Instant now = clock.instant();
        Optional<Found> found = find(secret).filter(some -> some.key().isActive(now));
        found.ifPresent(some -> some.account().requireEnabled());
        found.filter(some -> some.key().isUseUnknown(now)).ifPresent(some -> entities.createNamedQuery(ApiKey.USED)
                .setParameter("now", now)
                .setParameter("id", some.key().id())
                .setParameter("before", now.minusSeconds(ApiKey.USE_SECONDS))
                .executeUpdate());
        return found.map(some -> some.key().caller(some.account()));
    }

    /** Whether the key exists, even if it is revoked or expired. */
    @Transactional
    public boolean isKnown(String secret) {
        return find(secret).isPresent();
    }

    /** Whether the key exists and is neither revoked nor expired, even if its account is disabled. */
    @Transactional
    public boolean isActive(String secret) {
        Instant now = clock.instant();
        return find(secret).filter(some -> some.key().isActive(now)).isPresent();
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
                .filter(some -> matches(some.key(), secret))
                .findFirst();
    }

    /**
     * At the first use of a key that was made with another pepper, its digest is replaced by one with the pepper in
     * use. A node that still uses the old pepper does not do that, or else nodes would change the digest back and
     * forth.
     */
    private boolean matches(ApiKey key, KeySecret secret) {
        Optional<Pepper> made = peppers.all().stream()
                .filter(pepper -> key.matches(secret, pepper))
                .findFirst();
        made.filter(pepper -> pepper != peppers.pepper())
                .filter(other -> isRecorded(peppers.pepper()))
                .ifPresent(other -> entities.createNamedQuery(ApiKey.REKEY)
                        .setParameter("digest", key.digest(secret, peppers.pepper()))
                        .setParameter("id", key.id())
                        .setParameter("before", key.digest())
                        .executeUpdate());
        return made.isPresent();
    }

    /** Whether the database has this pepper as the one in use. */
    private boolean isRecorded(Pepper pepper) {
        PepperCheck check = entities.find(PepperCheck.class, PepperCheck.ID);
        return check != null && check.isOf(pepper);
    }
}
