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
 * Writes the ledger lines of a balance that the same transaction has just changed. That transaction holds the lock on
 * the row of the balance, so the row shows the result of its own change. The lines of runs are written by an
 * {@code insert ... select} from the balance. It saves a round trip to the database while other transactions wait for
 * the row.
 */
final class LedgerWriter {

    private final EntityManager entities;
    private final Instant now;

    LedgerWriter(EntityManager entities, Instant now) {
        this.entities = entities;
        this.now = now;
    }

    /** Balance and number of lines after a change. */
    private record After(BigDecimal amount, long lines) {}

    /** Writes the line of a new hold. */
    void held(String account, UUID instance, BigDecimal amount) {
        written(line(LedgerLine.HELD, account, instance).setParameter(4, amount), 1);
    }

    /** Writes the line of a hold that was returned in full. */
    void returned(String account, UUID instance, BigDecimal held) {
        written(line(LedgerLine.RETURNED, account, instance).setParameter(4, held), 1);
    }

    /** Writes the two lines of a hold that was returned and of a cost that was charged. */
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

    /** Runs a statement that must write this number of rows. */
    static void written(Query statement, int rows) {
        if (statement.executeUpdate() != rows) {
            throw new IllegalStateException("a statement did not write exactly " + rows + " rows");
        }
    }

    /** Writes and returns the line of a credit. */
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

    /**
     * Runs a conditional statement.
     *
     * @return whether the condition was true
     */
    static boolean changed(Query statement) {
        return statement.executeUpdate() == 1;
    }

    /** A named statement of {@link Balance}. */
    Query statement(String name, String account) {
        return entities.createNamedQuery(name).setParameter("account", account);
    }
}
