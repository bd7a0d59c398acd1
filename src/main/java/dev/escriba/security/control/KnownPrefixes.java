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

/**
 * Tells whether the public prefix of an API key exists, without a query for each key: a client that guesses keys must
 * not make the database work. The prefixes are read again after some seconds, and only when a client asks.
 */
@ApplicationScoped
public class KnownPrefixes {

    private static final Duration LIFETIME = Duration.ofSeconds(5);

    private PrefixTransactions transactions;
    private Clock clock;
    private Set<String> known = Set.of();
    private Instant readAt = Instant.MIN;

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

    private synchronized Set<String> current() {
        Instant now = clock.instant();
        if (readAt.isBefore(now.minus(LIFETIME)) || readAt.isAfter(now)) {
            // noted first: a database that is away is not asked by each request
            readAt = now;
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
