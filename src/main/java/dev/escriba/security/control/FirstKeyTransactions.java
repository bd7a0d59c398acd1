package dev.escriba.security.control;

import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of {@link Bootstrap}, each a transaction. Only one of several nodes that start together succeeds in
 * creating the first account.
 */
@ApplicationScoped
public class FirstKeyTransactions {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    Peppers peppers;

    @Inject
    Audit audit;

    /** Whether the database has a key. */
    @Transactional
    public boolean exists() {
        return entities.createQuery("select count(k) from ApiKey k", Long.class).getSingleResult() > 0;
    }

    /** The currencies of all accounts. */
    @Transactional
    public List<String> currencies() {
        return entities.createQuery("select distinct a.currency from Account a", String.class)
                .getResultList();
    }

    /** Creates the first account and its key. Fails if another node has created them. */
    @Transactional
    public void create(String currency, int scale, String secret) {
        Account account = Account.first(currency, scale, clock.instant());
        entities.persist(account);
        entities.flush();
        persist(account, secret);
    }

    /** Whether an active key with the scope {@code admin}, of an account that is not disabled, is left. */
    @Transactional
    public boolean administratorExists() {
        Instant now = clock.instant();
        return entities.createQuery(
                        "select k from ApiKey k, Account a where a.id = k.accountId and a.disabledAt is null"
                                + " and k.revokedAt is null",
                        ApiKey.class)
                .getResultStream()
                .anyMatch(key -> key.isActive(now) && key.scopes().contains(Scope.ADMIN));
    }

    /**
     * Adds an administrator key to the first account, with a line of the audit log. Fails if another node has added it.
     *
     * @param setting name of the setting with the key
     */
    @Transactional
    public void recover(String setting, String secret) {
        Account account = entities.find(Account.class, Account.firstId());
        ApiKey key = ApiKey.recovered(account, setting, new KeySecret(secret), peppers.pepper(), clock.instant());
        entities.persist(key);
        entities.flush();
        audit.recordStart(
                setting,
                Act.KEY_CREATED,
                key.id(),
                account.id(),
                Map.of("name", key.name(), "prefix", key.prefix(), "scopes", List.of(Scope.ADMIN.id())));
    }

    /** Whether such a key was added. After a change of the pepper its secret does not tell this any more. */
    @Transactional
    public boolean isRecovered(String secret) {
        return entities.find(ApiKey.class, ApiKey.recoveredId(new KeySecret(secret))) != null;
    }

    private void persist(Account account, String secret) {
        entities.persist(new ApiKey(
                account,
                "bootstrap",
                new KeySecret(secret),
                peppers.pepper(),
                EnumSet.allOf(Scope.class),
                Optional.empty(),
                clock.instant()));
    }
}
