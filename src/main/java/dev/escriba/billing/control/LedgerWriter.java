package dev.escriba.billing.control;

import dev.escriba.billing.entity.Balance;
import dev.escriba.billing.entity.Credit;
import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * Writes lines for a balance that the same transaction has just changed: the row of the balance is this transaction's own until it ends, so
 * that what is read from it is what the change left. The lines of executions are read from it by the statement that writes them, which saves a
 * way to the database while others wait for the row.
 */
final class LedgerWriter {

    private final EntityManager entities;
    private final Instant now;

    LedgerWriter(EntityManager entities, Instant now) {
        this.entities = entities;
        this.now = now;
    }

    /** What can be spent, and how many lines there are, after a change. */
    private record After(BigDecimal amount, long lines) {}

    /** A hold was set aside. */
    void held(String account, UUID instance, BigDecimal amount) {
        written(line(LedgerLine.HELD, account, instance).setParameter(4, amount), 1);
    }

    /** A hold was returned, all of it. */
    void returned(String account, UUID instance, BigDecimal held) {
        written(line(LedgerLine.RETURNED, account, instance).setParameter(4, held), 1);
    }

    /** A hold was returned and a cost charged, in one change. */
    void charged(String account, UUID instance, BigDecimal held, BigDecimal cost) {
        written(
                line(LedgerLine.CHARGED, account, instance)
                        .setParameter(4, held)
                        .setParameter(5, cost),
                2);
    }

    private Query line(String name, String account, UUID instance) {
        return entities.createNamedQuery(name)
                .setParameter(1, account)
                .setParameter(2, instance.toString())
                .setParameter(3, InstantMicros.micros(now));
    }

    /** Runs a statement that has to write so many rows. */
    static void written(Query statement, int rows) {
        if (statement.executeUpdate() != rows) {
            throw new IllegalStateException("a statement that writes " + rows + " rows from a balance wrote others");
        }
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
