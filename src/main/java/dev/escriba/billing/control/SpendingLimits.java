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
import java.util.Optional;

/**
 * Limits what each key and each user identifier of an account may spend in a calendar month (UTC). Open holds count as
 * spent. There is no limit unless one is configured. Spending is counted in any case, so that a limit that is
 * configured later includes the earlier spending of the month.
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

    /**
     * The amount that one row counts.
     *
     * @param most the limit; empty if none is configured, which does not keep the row from counting
     */
    private record Subject(Spending.Subject kind, String name, Optional<BigDecimal> most) {}

    private List<Subject> subjects(Spender spender) {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject(Spending.Subject.KEY, spender.key(), settings.monthlyLimitPerKey()));
        spender.userIdentifier()
                .ifPresent(user -> subjects.add(
                        new Subject(Spending.Subject.USER, user, settings.monthlyLimitPerUserIdentifier())));
        return subjects;
    }

    /**
     * Creates the rows that {@link #reserve} updates. Call it before the transaction of {@link #reserve}, which
     * otherwise could wait for the row of another transaction.
     */
    public void prepare(Spender spender, int month) {
        for (Subject subject : subjects(spender)) {
            rows.require(spender.accountId(), subject.kind(), subject.name(), month);
        }
    }

    /**
     * Adds an amount to the spending of a month.
     *
     * @throws Problem 400 {@code monthly_quota_exceeded} if the amount is more than is left
     */
    void reserve(EntityManager entities, Spender spender, int month, BigDecimal amount) {
        for (Subject subject : subjects(spender)) {
            if (subject.most().isEmpty()) {
                LedgerWriter.written(
                        statement(entities, Spending.ADD, spender, subject, month)
                                .setParameter("amount", amount),
                        1);
                continue;
            }
            BigDecimal most = subject.most().get();
            boolean within = LedgerWriter.changed(statement(entities, Spending.RESERVE, spender, subject, month)
                    .setParameter("amount", amount)
                    .setParameter("limit", most));
            if (!within) {
                throw Problem.refused(
                        "monthly_quota_exceeded",
                        subject.kind() == Spending.Subject.KEY
                                ? "billing.monthly-limit-key"
                                : "billing.monthly-limit-user",
                        Amounts.plain(most));
            }
        }
    }

    /** Locks the rows that {@link #giveBack} changes, without waiting. Returns whether all are locked now. */
    boolean lockFree(EntityManager entities, Spender spender, int month) {
        return FreeRows.lockAll(
                entities,
                "select s.subject from spending s where s.account_id = ?1 and s.billing_month = ?2"
                        + " and (s.subject_kind = 'KEY' and s.subject = ?3"
                        + " or s.subject_kind = 'USER' and s.subject = ?4)",
                spender.accountId(),
                month,
                spender.key(),
                spender.userIdentifier().orElse(""));
    }

    /** Subtracts an amount from the spending of a month. */
    void giveBack(EntityManager entities, Spender spender, int month, BigDecimal amount) {
        for (Subject subject : subjects(spender)) {
            statement(entities, Spending.GIVE_BACK, spender, subject, month)
                    .setParameter("amount", amount)
                    .executeUpdate();
        }
    }

    private static Query statement(EntityManager entities, String name, Spender spender, Subject subject, int month) {
        return entities.createNamedQuery(name)
                .setParameter("account", spender.accountId())
                .setParameter("kind", subject.kind())
                .setParameter("subject", subject.name())
                .setParameter("month", month);
    }
}
