package dev.escriba.billing.control;

import dev.escriba.billing.entity.Balance;
import dev.escriba.billing.entity.Spending;
import dev.escriba.schema.control.CreateOnce;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Creates the rows that monthly limits count in. A new row begins with the sum of the holds of the month. */
@ApplicationScoped
public class SpendingRows {

    private static final int MAX_KNOWN = 10_000;

    @Inject
    SpendingTransactions transactions;

    /** Rows that exist; no row of this month or the one before is deleted. */
    private final Set<Spending.Key> known = ConcurrentHashMap.newKeySet();

    protected SpendingRows() {}

    /** For use without a container. */
    public SpendingRows(SpendingTransactions transactions) {
        this.transactions = transactions;
    }

    /** Ensures that the row exists, whichever transaction creates it. */
    void require(String account, Spending.Subject kind, String subject, int month) {
        Spending.Key row = new Spending.Key(account, kind, subject, month);
        if (known.contains(row)) {
            return;
        }
        CreateOnce.ensure(
                () -> transactions.exists(account, kind, subject, month),
                () -> transactions.create(account, kind, subject, month));
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.add(row);
    }

    /** The steps, each a transaction. */
    @ApplicationScoped
    public static class SpendingTransactions {

        @PersistenceContext
        EntityManager entities;

        protected SpendingTransactions() {}

        /** For use without a container. */
        public SpendingTransactions(EntityManager entities) {
            this.entities = entities;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public boolean exists(String account, Spending.Subject kind, String subject, int month) {
            return entities.find(Spending.class, new Spending.Key(account, kind, subject, month)) != null;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void create(String account, Spending.Subject kind, String subject, int month) {
            // requests of one account create rows one after the other, so that none meets a row that exists, and no
            // hold
            // is placed while the sum is taken
            entities.find(Balance.class, account, LockModeType.PESSIMISTIC_WRITE);
            if (exists(account, kind, subject, month)) {
                return;
            }
            String column = kind == Spending.Subject.KEY ? "h.caller" : "h.userIdentifier";
            BigDecimal soFar = entities.createQuery(
                            "select coalesce(sum(case"
                                    + " when h.state = dev.escriba.billing.entity.HoldState.OPEN then h.amount"
                                    + " when h.state = dev.escriba.billing.entity.HoldState.SETTLED then h.charged"
                                    + " else 0 end), 0)"
                                    + " from Hold h where h.accountId = :account and h.billingMonth = :month"
                                    + " and " + column
                                    + " = :subject",
                            BigDecimal.class)
                    .setParameter("account", account)
                    .setParameter("month", month)
                    .setParameter("subject", subject)
                    .getSingleResult();
            entities.persist(new Spending(account, kind, subject, month, soFar));
            entities.flush();
        }
    }
}
