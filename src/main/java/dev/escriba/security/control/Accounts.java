package dev.escriba.security.control;

import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The stored accounts. Each change by an administrator writes a line of the audit log in the same transaction. */
@ApplicationScoped
public class Accounts {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    @Inject
    PlacesRule places;

    protected Accounts() {}

    /** For use without a container, to read. */
    public Accounts(EntityManager entities) {
        this.entities = entities;
    }

    @Transactional
    public Optional<Account> find(String id) {
        return Optional.ofNullable(entities.find(Account.class, id));
    }

    @Transactional
    public Optional<Account> findByName(String name) {
        return entities
                .createNamedQuery(Account.BY_NAME, Account.class)
                .setParameter("name", name)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** The account of a caller, which always exists. */
    @Transactional
    public Account required(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("the account of the caller does not exist"));
    }

    /** All accounts, by name. */
    @Transactional
    public List<Account> all() {
        return entities.createNamedQuery(Account.ALL, Account.class).getResultList();
    }

    /**
     * Creates an account. Fails if another account has the name.
     *
     * @throws dev.escriba.problem.entity.Problem 400 where a price in force would charge nothing with so many decimal
     *     places
     */
    @Transactional
    public Account create(Caller author, String name, String currency, int scale, Optional<Integer> requestsPerMinute) {
        // in this transaction: until it ends no price is stored and no model is enabled
        places.requireEffectivePrices(scale);
        Account account = new Account(name, currency, scale, clock.instant());
        account.limit(requestsPerMinute);
        entities.persist(account);
        entities.flush();
        audit.record(author.getName(), Act.ACCOUNT_CREATED, account.id(), Optional.of(account.id()), details(account));
        return account;
    }

    /**
     * Changes an account; empty if there is none with this id. Fails if another account has the new name. The row is
     * locked, because a persistence provider may write all its columns: a change at the same moment would be lost.
     */
    @Transactional
    public Optional<Account> change(Caller author, UUID id, Consumer<Account> change) {
        Optional<Account> account =
                Optional.ofNullable(entities.find(Account.class, id.toString(), LockModeType.PESSIMISTIC_WRITE));
        account.ifPresent(found -> {
            change.accept(found);
            entities.flush();
            audit.record(author.getName(), Act.ACCOUNT_CHANGED, found.id(), Optional.of(found.id()), details(found));
        });
        return account;
    }

    private static Map<String, Object> details(Account account) {
        return Map.of(
                "name", account.name(),
                "currency", account.currency(),
                "enabled", account.disabledAt().isEmpty(),
                "requestsPerMinute",
                        account.requestsPerMinute().map(String::valueOf).orElse("no limit"));
    }
}
