package dev.escriba.security.control;

import dev.escriba.schema.control.CreateOnce;
import dev.escriba.schema.control.Schema;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.PepperCheck;
import dev.escriba.settings.entity.WrongSetting;
import dev.escriba.storage.control.DataDirectory;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * Provides the pepper, the secret that keys the digests of API keys: the configured one, which all nodes of a database
 * share, or one that this node generates at its first start and keeps in its data directory, outside the database.
 */
@ApplicationScoped
public class Peppers {

    @Inject
    SecuritySettings settings;

    @Inject
    DataDirectory data;

    @Inject
    PepperTransactions transactions;

    private Pepper pepper;
    private Optional<Pepper> other = Optional.empty();

    protected Peppers() {}

    /** For use without a container. */
    public Peppers(Pepper pepper, PepperTransactions transactions) {
        this.pepper = pepper;
        this.transactions = transactions;
    }

    /** For use without a container, with another pepper beside the one in use. */
    public Peppers(Pepper pepper, Pepper other, PepperTransactions transactions) {
        this(pepper, transactions);
        this.other = Optional.of(other);
    }

    /** Refuses to start if the stored digests were made with another pepper. */
    void start(@Observes @Priority(Schema.FIRST + 50) @Initialized(ApplicationScoped.class) Object start) {
        pepper = new Pepper(settings.pepper().orElseGet(() -> data.secret("pepper")));
        other = settings.otherPepper().map(Pepper::new);
        require();
    }

    /**
     * Compares the pepper with the database. The first pepper that is used with a database is recorded as the right
     * one. Where the other pepper is recorded, the one in use takes its place.
     *
     * @throws WrongSetting if the keys in the database were made with another pepper
     */
    public void require() {
        CreateOnce.ensure(() -> transactions.known().isPresent(), () -> transactions.create(pepper));
        PepperCheck known = transactions.known().orElseThrow();
        if (other.filter(known::isOf).isPresent()) {
            transactions.replace(pepper);
        } else if (!known.isOf(pepper)) {
            throw new WrongSetting(
                    SecuritySettings.PEPPER,
                    pepper,
                    "It is not the one that the keys in the database were made with: set it to that one, the same"
                            + " on all"
                            + " nodes of a database.");
        }
        transactions.keyOldDigests(pepper);
    }

    public Pepper pepper() {
        return pepper;
    }

    /** The peppers that this node knows, the one in use first. */
    public List<Pepper> all() {
        return other.map(some -> List.of(pepper, some)).orElse(List.of(pepper));
    }

    /** The database operations of {@link Peppers}; each is a transaction. */
    @ApplicationScoped
    public static class PepperTransactions {

        @PersistenceContext
        EntityManager entities;

        protected PepperTransactions() {}

        /** For use without a container. */
        public PepperTransactions(EntityManager entities) {
            this.entities = entities;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public Optional<PepperCheck> known() {
            return Optional.ofNullable(entities.find(PepperCheck.class, PepperCheck.ID));
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void create(Pepper pepper) {
            entities.persist(new PepperCheck(pepper));
            entities.flush();
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void replace(Pepper pepper) {
            entities.find(PepperCheck.class, PepperCheck.ID, LockModeType.PESSIMISTIC_WRITE)
                    .replace(pepper);
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void keyOldDigests(Pepper pepper) {
            entities.createQuery("select k from ApiKey k where k.keyed = false", ApiKey.class)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList()
                    .forEach(key -> key.key(pepper));
        }
    }
}
