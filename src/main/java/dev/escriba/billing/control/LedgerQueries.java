package dev.escriba.billing.control;

import dev.escriba.billing.entity.Balance;
import dev.escriba.billing.entity.LedgerLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads balances and ledger lines. */
@ApplicationScoped
public class LedgerQueries {

    @PersistenceContext
    EntityManager entities;

    protected LedgerQueries() {}

    /** For use without a container. */
    public LedgerQueries(EntityManager entities) {
        this.entities = entities;
    }

    /** The balance; zero for an account without a row. */
    @Transactional
    public Balance balance(String account) {
        return Optional.ofNullable(entities.find(Balance.class, account)).orElseGet(() -> new Balance(account));
    }

    /**
     * Lines of an account, the newest first.
     *
     * @param instance limits the lines to one run
     * @param from inclusive
     * @param to exclusive
     * @param before only lines with a smaller number
     * @param most maximum number of lines
     */
    @Transactional
    public List<LedgerLine> lines(
            String account, Optional<UUID> instance, Instant from, Instant to, long before, int most) {
        TypedQuery<LedgerLine> query = entities.createNamedQuery(
                        instance.isPresent() ? LedgerLine.OF_INSTANCE : LedgerLine.PAGE, LedgerLine.class)
                .setParameter("account", account)
                .setParameter("from", from)
                .setParameter("to", to)
                .setParameter("before", before);
        instance.ifPresent(id -> query.setParameter("instance", id.toString()));
        return query.setMaxResults(most).getResultList();
    }
}
