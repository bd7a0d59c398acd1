package dev.escriba.billing.control;

import dev.escriba.billing.entity.Spending;
import dev.escriba.schema.control.CreateOnce;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;

/** Makes the rows that monthly limits count in, each beginning with what the month's holds say. */
@ApplicationScoped
public class SpendingRows {

    @Inject
    Maker maker;

    protected SpendingRows() {}

    /** For use without a container. */
    public SpendingRows(Maker maker) {
        this.maker = maker;
    }

    /** The row is there when this returns, whoever made it. */
    void require(String account, Spending.Subject kind, String subject, int month) {
        CreateOnce.ensure(
                () -> maker.exists(account, kind, subject, month), () -> maker.make(account, kind, subject, month));
    }

    /** The steps, each a transaction. */
    @ApplicationScoped
    public static class Maker {

        @PersistenceContext
        EntityManager entities;

        protected Maker() {}

        /** For use without a container. */
        public Maker(EntityManager entities) {
            this.entities = entities;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public boolean exists(String account, Spending.Subject kind, String subject, int month) {
            return entities.find(Spending.class, new Spending.Key(account, kind, subject, month)) != null;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void make(String account, Spending.Subject kind, String subject, int month) {
            String who = kind == Spending.Subject.KEY ? "h.caller" : "h.userIdentifier";
            BigDecimal soFar = entities.createQuery(
                            "select coalesce(sum(case"
                                    + " when h.state = dev.escriba.billing.entity.HoldState.OPEN then h.amount"
                                    + " when h.state = dev.escriba.billing.entity.HoldState.SETTLED then h.charged"
                                    + " else 0 end), 0)"
                                    + " from Hold h where h.accountId = :account and h.billingMonth = :month and " + who
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
