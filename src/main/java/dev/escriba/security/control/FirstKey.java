package dev.escriba.security.control;

import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The first account of a database and its key, made by one node however many start at once. Each step is a transaction. */
@ApplicationScoped
public class FirstKey {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    protected FirstKey() {}

    /** For use without a container. */
    public FirstKey(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Whether there is any key. */
    @Transactional
    public boolean exists() {
        return entities.createQuery("select count(k) from ApiKey k", Long.class).getSingleResult() > 0;
    }

    /** Those of all accounts. */
    @Transactional
    public List<String> currencies() {
        return entities.createQuery("select distinct a.currency from Account a", String.class)
                .getResultList();
    }

    /** Fails where another node was faster. */
    @Transactional
    public void make(String currency, int scale, String secret) {
        Account account = Account.first(currency, scale, clock.instant());
        entities.persist(account);
        entities.flush();
        Set<String> roles = Set.of(Role.TRANSCRIBER, Role.AUDITOR, Role.ADMINISTRATOR);
        entities.persist(new ApiKey(account, "bootstrap", secret, roles, clock.instant()));
    }
}
