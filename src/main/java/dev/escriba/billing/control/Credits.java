package dev.escriba.billing.control;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Balance;
import dev.escriba.billing.entity.Credit;
import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.CreateOnce;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.web.control.IdempotencyKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Credits that administrators add to balances or take back. */
@ApplicationScoped
public class Credits {

    @Inject
    CreditTransactions transactions;

    protected Credits() {}

    /** For use without a container. */
    public Credits(CreditTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * The result of a credit.
     *
     * @param line its line in the ledger
     * @param replayed whether an earlier request has booked it
     */
    public record Booked(LedgerLine line, boolean replayed) {}

    /**
     * Books a credit once, even if several requests with the same reference run at the same time.
     *
     * @throws Problem 422 if the reference was used for another credit, 400 {@code insufficient_balance} if the balance
     *     is smaller than the amount to take back
     */
    public Booked add(Credit credit) {
        Optional<LedgerLine> earlier = transactions.find(credit);
        if (earlier.isEmpty()) {
            try {
                // the row of the balance
                CreateOnce.ensure(
                        () -> transactions.isOpen(credit.accountId()), () -> transactions.open(credit.accountId()));
                return new Booked(transactions.book(credit), false);
            } catch (RuntimeException e) {
                // another request has stored the same credit first, or has changed the balance
                earlier = transactions.find(credit);
                if (earlier.isEmpty()) {
                    throw e;
                }
            }
        }
        if (!earlier.get().isOf(credit)) {
            throw Problem.at(IdempotencyKey.HEADER, 422, "idempotency.reused");
        }
        return new Booked(earlier.get(), true);
    }

    /** The database operations of {@link Credits}; each is a transaction. */
    @ApplicationScoped
    public static class CreditTransactions {

        @PersistenceContext
        EntityManager entities;

        @Inject
        Clock clock;

        @Inject
        Audit audit;

        protected CreditTransactions() {}

        /** For use without a container. */
        public CreditTransactions(EntityManager entities, Clock clock, Audit audit) {
            this.entities = entities;
            this.clock = clock;
            this.audit = audit;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public Optional<LedgerLine> find(Credit credit) {
            return entities
                    .createNamedQuery(LedgerLine.BY_REFERENCE, LedgerLine.class)
                    .setParameter("account", credit.accountId())
                    .setParameter("reference", credit.reference())
                    .getResultList()
                    .stream()
                    .findFirst();
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public boolean isOpen(String account) {
            return entities.find(Balance.class, account) != null;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void open(String account) {
            entities.persist(new Balance(account));
            entities.flush();
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public LedgerLine book(Credit credit) {
            LedgerWriter ledger = new LedgerWriter(entities, clock.instant());
            boolean added = LedgerWriter.changed(
                    ledger.statement(Balance.CREDIT, credit.accountId()).setParameter("amount", credit.amount()));
            if (!added) {
                throw Problem.refused("insufficient_balance", "billing.takes-too-much");
            }
            LedgerLine line = ledger.credited(credit);
            audit.record(
                    credit.author(),
                    Act.CREDIT_ADDED,
                    credit.accountId(),
                    Optional.of(credit.accountId()),
                    Map.of("amount", Amounts.plain(credit.amount()), "line", line.lineNumber()));
            entities.flush();
            return line;
        }
    }
}
