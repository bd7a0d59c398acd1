package dev.escriba.billing.control;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Spender;
import dev.escriba.billing.entity.Spending;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.FreeRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits what each key and each user identifier of an account may spend in a calendar month (UTC). Open holds count as
 * spent. There is no limit unless one is configured.
 */
@ApplicationScoped
public class SpendingLimits {

    private BillingSettings settings;
    private SpendingRows rows;

    protected SpendingLimits() {}

    @Inject
    public SpendingLimits(BillingSettings settings, SpendingRows rows) {
        this.settings = settings;
        this.rows = rows;
    }

    private record Limit(Spending.Subject kind, String subject, BigDecimal most) {}

    /** The limits that apply to a run of this spender. */
    private List<Limit> limits(Spender spender) {
        List<Limit> limits = new ArrayList<>();
        settings.monthlyLimitPerKey()
                .ifPresent(most -> limits.add(new Limit(Spending.Subject.KEY, spender.key(), most)));
        settings.monthlyLimitPerUserIdentifier().ifPresent(most -> spender.userIdentifier()
                .ifPresent(user -> limits.add(new Limit(Spending.Subject.USER, user, most))));
        return limits;
    }

    /**
     * Creates the rows that {@link #reserve} updates. Call it before the transaction of {@link #reserve}, which
     * otherwise could wait for the row of another transaction.
     */
    public void prepare(Spender spender, int month) {
        for (Limit limit : limits(spender)) {
            rows.require(spender.accountId(), limit.kind(), limit.subject(), month);
        }
    }

    /**
     * Adds an amount to the spending of a month.
     *
     * @throws Problem 400 {@code monthly_quota_exceeded} if the amount is more than is left
     */
    void reserve(EntityManager entities, Spender spender, int month, BigDecimal amount) {
        for (Limit limit : limits(spender)) {
            boolean within = LedgerWriter.changed(statement(entities, Spending.RESERVE, spender, limit, month)
                    .setParameter("amount", amount)
                    .setParameter("limit", limit.most()));
            if (!within) {
                throw Problem.refused(
                        "monthly_quota_exceeded",
                        limit.kind() == Spending.Subject.KEY
                                ? "billing.monthly-limit-key"
                                : "billing.monthly-limit-user",
                        Amounts.plain(limit.most()));
            }
        }
    }

    /** Locks the rows that {@link #giveBack} changes, without waiting. Returns whether all are locked now. */
    boolean lockFree(EntityManager entities, Spender spender, int month) {
        return FreeRows.lockAll(
                entities,
                "select s.subject from spending s where s.account_id = ?1 and s.billing_month = ?2"
                        + " and (s.subject_kind = 'KEY' and s.subject = ?3 or s.subject_kind = 'USER' and s.subject = ?4)",
                spender.accountId(),
                month,
                spender.key(),
                spender.userIdentifier().orElse(""));
    }

    /** Subtracts an amount from the spending of a month. */
    void giveBack(EntityManager entities, Spender spender, int month, BigDecimal amount) {
        for (Limit limit : limits(spender)) {
            statement(entities, Spending.GIVE_BACK, spender, limit, month)
                    .setParameter("amount", amount)
                    .executeUpdate();
        }
    }

    private static Query statement(EntityManager entities, String name, Spender spender, Limit limit, int month) {
        return entities.createNamedQuery(name)
                .setParameter("account", spender.accountId())
                .setParameter("kind", limit.kind())
                .setParameter("subject", limit.subject())
                .setParameter("month", month);
    }
}
