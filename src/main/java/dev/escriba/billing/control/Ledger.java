package dev.escriba.billing.control;

import dev.escriba.billing.entity.Balance;
import dev.escriba.billing.entity.Credit;
import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.billing.entity.Movement;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * Writes lines for a balance that the same transaction has just changed: the row of the balance is this transaction's own until it ends, so
 * that what is read from it is what the change left.
 */
final class Ledger {

    private final EntityManager entities;
    private final Instant now;

    Ledger(EntityManager entities, Instant now) {
        this.entities = entities;
        this.now = now;
    }

    /** What can be spent, and how many lines there are, after a change. */
    private record After(BigDecimal amount, long lines) {}

    /** A hold was set aside; the number of its line. */
    long held(String account, UUID instance, BigDecimal amount) {
        After after = after(account);
        entities.persist(
                LedgerLine.of(instance, account, after.lines(), Movement.HOLD, amount.negate(), after.amount(), now));
        return after.lines();
    }

    /** A hold was returned, all of it. */
    void returned(String account, UUID instance, BigDecimal held) {
        After after = after(account);
        entities.persist(LedgerLine.of(instance, account, after.lines(), Movement.RELEASE, held, after.amount(), now));
    }

    /** A hold was returned and a cost charged, in one change. */
    void charged(String account, UUID instance, BigDecimal held, BigDecimal cost) {
        After after = after(account);
        entities.persist(LedgerLine.of(
                instance,
                account,
                after.lines() - 1,
                Movement.RELEASE,
                held,
                after.amount().add(cost),
                now));
        entities.persist(
                LedgerLine.of(instance, account, after.lines(), Movement.CHARGE, cost.negate(), after.amount(), now));
    }

    /** A credit was added; its line. */
    LedgerLine credited(Credit credit) {
        After after = after(credit.accountId());
        LedgerLine line = LedgerLine.credit(credit, after.lines(), after.amount(), now);
        entities.persist(line);
        return line;
    }

    private After after(String account) {
        Object[] row =
                (Object[]) entities.createQuery("select b.amount, b.lines from Balance b where b.accountId = :account")
                        .setParameter("account", account)
                        .getSingleResult();
        return new After((BigDecimal) row[0], (Long) row[1]);
    }

    /** Changes a balance by one of its statements; whether the condition held. */
    static boolean changed(Query statement) {
        return statement.executeUpdate() == 1;
    }

    /** For named statements of {@link Balance}. */
    Query statement(String name, String account) {
        return entities.createNamedQuery(name).setParameter("account", account);
    }
}
