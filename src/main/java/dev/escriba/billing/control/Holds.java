package dev.escriba.billing.control;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Balance;
import dev.escriba.billing.entity.Hold;
import dev.escriba.billing.entity.HoldState;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.FreeRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * Holds: an amount is set aside before a run and settled after it. Each step runs in the transaction of its caller,
 * begins with a conditional statement that decides whether the step may happen, and writes its ledger lines. All steps
 * lock rows in one order: hold, spending, balance.
 */
@ApplicationScoped
public class Holds {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    SpendingLimits limits;

    protected Holds() {}

    /** For use without a container. */
    public Holds(EntityManager entities, Clock clock, SpendingLimits limits) {
        this.entities = entities;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Creates the rows that {@link #place} updates. Call it before the transaction of {@link #place}, which otherwise
     * could wait for the row of another transaction.
     */
    public void prepare(Reservation reservation) {
        limits.prepare(reservation.spender(), reservation.month());
    }

    /**
     * Sets aside the maximum cost of a run.
     *
     * @param instance id of the run, already stored
     * @throws Problem 400 {@code insufficient_balance} or {@code monthly_quota_exceeded}; then nothing is set aside
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void place(UUID instance, Reservation reservation) {
        Spender spender = reservation.spender();
        BigDecimal most = reservation.most();
        LedgerWriter ledger = new LedgerWriter(entities, clock.instant());
        limits.reserve(entities, spender, reservation.month(), most);
        if (!LedgerWriter.changed(
                ledger.statement(Balance.HOLD, spender.accountId()).setParameter("amount", most))) {
            throw Problem.refused(
                    "insufficient_balance",
                    "billing.insufficient-balance",
                    Amounts.plain(most),
                    reservation.currency());
        }
        // the hold refers to the line
        ledger.held(spender.accountId(), instance, most);
        LedgerWriter.written(
                entities.createNamedQuery(Hold.PLACE)
                        .setParameter(1, spender.accountId())
                        .setParameter(2, instance.toString())
                        .setParameter(3, most)
                        .setParameter(4, spender.key())
                        .setParameter(5, spender.userIdentifier().orElse(""))
                        .setParameter(6, reservation.month()),
                1);
    }

    /**
     * Charges the cost and returns the rest.
     *
     * @param placed the reservation of the hold. The caller knows it, so no query is needed. Account and amount are
     *     compared with the hold
     * @param cost at most the amount of the hold
     * @throws IllegalStateException if the hold is already resolved, is smaller than the cost, or has another account
     *     or amount; then nothing is charged
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void settle(UUID instance, Reservation placed, BigDecimal cost) {
        Instant now = clock.instant();
        int settled = entities.createNamedQuery(Hold.SETTLE)
                .setParameter("charged", cost)
                .setParameter("now", now)
                .setParameter("instance", instance.toString())
                .setParameter("account", placed.spender().accountId())
                .setParameter("held", placed.most())
                .executeUpdate();
        if (settled == 0) {
            throw new IllegalStateException("the hold of instance " + instance + " cannot be settled");
        }
        giveBack(instance, placed.spender(), placed.most(), placed.month(), cost, now);
    }

    /**
     * Returns the whole hold of a run that failed.
     *
     * @return whether an open hold existed
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean release(UUID instance) {
        return end(instance, HoldState.RELEASED);
    }

    /**
     * Returns the whole hold of a run whose node is gone.
     *
     * @return whether an open hold existed
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean expire(UUID instance) {
        return end(instance, HoldState.EXPIRED);
    }

    /**
     * Locks the rows that {@link #expire} changes, without waiting. The order of the locks does not matter, because no
     * lock waits.
     *
     * @return whether all of them are locked now, or there is no hold
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean lockFree(UUID instance) {
        if (!FreeRows.lockAll(
                entities, "select h.instance_id from hold h where h.instance_id = ?1", instance.toString())) {
            return false;
        }
        Hold hold = entities.find(Hold.class, instance.toString());
        return hold == null
                || (limits.lockFree(entities, hold.spender(), hold.billingMonth())
                        && FreeRows.lockAll(
                                entities,
                                "select b.account_id from balance b where b.account_id = ?1",
                                hold.spender().accountId()));
    }

    private boolean end(UUID instance, HoldState outcome) {
        Instant now = clock.instant();
        int ended = entities.createNamedQuery(Hold.END)
                .setParameter("state", outcome)
                .setParameter("now", now)
                .setParameter("instance", instance.toString())
                .executeUpdate();
        if (ended == 0) {
            return false;
        }
        Hold hold = entities.find(Hold.class, instance.toString());
        giveBack(instance, hold.spender(), hold.amount(), hold.billingMonth(), BigDecimal.ZERO, now);
        return true;
    }

    /** Returns what the run did not cost. This transaction has ended the hold, so no other transaction can. */
    private void giveBack(UUID instance, Spender spender, BigDecimal held, int month, BigDecimal cost, Instant now) {
        String account = spender.accountId();
        limits.giveBack(entities, spender, month, held.subtract(cost));
        LedgerWriter ledger = new LedgerWriter(entities, now);
        boolean isCharged = cost.signum() > 0;
        boolean returned = LedgerWriter.changed(ledger.statement(Balance.RETURN, account)
                .setParameter("returned", held.subtract(cost))
                .setParameter("held", held)
                .setParameter("lines", isCharged ? 2L : 1L));
        if (!returned) {
            throw new IllegalStateException("the balance of account " + account + " holds less than its holds");
        }
        if (isCharged) {
            ledger.charged(account, instance, held, cost);
        } else {
            ledger.returned(account, instance, held);
        }
    }
}
