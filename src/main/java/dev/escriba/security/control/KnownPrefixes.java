package dev.escriba.security.control;

import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.KeySecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Knows whether the public prefix of an API key exists, without a query for each key. So a client that guesses keys
 * causes no load on the database. The prefixes are read again after some seconds, and only when a client asks.
 */
@ApplicationScoped
public class KnownPrefixes {

    private static final Duration LIFETIME = Duration.ofSeconds(5);

    private PrefixTransactions transactions;
    private Clock clock;
    private final AtomicReference<Instant> readAt = new AtomicReference<>(Instant.MIN);
    private volatile Set<String> known = Set.of();

    protected KnownPrefixes() {}

    @Inject
    public KnownPrefixes(PrefixTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Whether a key with the prefix of this key exists. */
    public boolean isKnown(String key) {
        return key.length() <= ApiKeyAuthenticator.MAX_CHARACTERS && current().contains(new KeySecret(key).prefix());
    }

    /** One request reads. Others do not wait for it, because the database may be slow. */
    private Set<String> current() {
        Instant now = clock.instant();
        Instant last = readAt.get();
        boolean old = last.isBefore(now.minus(LIFETIME)) || last.isAfter(now);
        // stored first, so that not every request queries a database that does not answer
        if (old && readAt.compareAndSet(last, now)) {
            known = transactions.prefixes();
        }
        return known;
    }

    /** The database operation of {@link KnownPrefixes}. */
    @ApplicationScoped
    public static class PrefixTransactions {

        @PersistenceContext
        EntityManager entities;

        protected PrefixTransactions() {}

        /** For use without a container. */
        public PrefixTransactions(EntityManager entities) {
            this.entities = entities;
        }

        @Transactional
        public Set<String> prefixes() {
            return Set.copyOf(
                    entities.createNamedQuery(ApiKey.PREFIXES, String.class).getResultList());
        }
    }
}
