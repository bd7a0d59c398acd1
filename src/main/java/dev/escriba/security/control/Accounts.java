package dev.escriba.security.control;

import dev.escriba.security.entity.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The stored accounts. */
@ApplicationScoped
public class Accounts {

    @PersistenceContext
    EntityManager entities;

    protected Accounts() {}

    /** For use without a container. */
    public Accounts(EntityManager entities) {
        this.entities = entities;
    }

    @Transactional
    public Optional<Account> find(String id) {
        return Optional.ofNullable(entities.find(Account.class, id));
    }

    /** The account that a caller belongs to, which is always there. */
    @Transactional
    public Account required(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("a caller belongs to no account"));
    }
}
