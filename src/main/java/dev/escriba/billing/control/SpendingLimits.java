package dev.escriba.billing.control;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Spender;
import dev.escriba.billing.entity.Spending;
import dev.escriba.problem.entity.Problem;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits what each key and each user identifier of an account may spend in a calendar month (UTC). Open holds count as
 * spent. There is no limit unless one is configured.
 */
@ApplicationScoped
public class SpendingLimits {

    @Inject
    @ConfigProperty(name = "escriba.billing.monthly-limit.per-key")
    Optional<BigDecimal> perKey = Optional.empty();

    @Inject
    @ConfigProperty(name = "escriba.billing.monthly-limit.per-user-identifier")
    Optional<BigDecimal> perUser = Optional.empty();

    @Inject
    SpendingRows rows;

    protected SpendingLimits() {}

    /** For use without a container. */
    public SpendingLimits(Optional<BigDecimal> perKey, Optional<BigDecimal> perUser, SpendingRows rows) {
        this.perKey = perKey;
        this.perUser = perUser;
        this.rows = rows;
        check();
    }

    @PostConstruct
    private void check() {
        perKey.ifPresent(limit -> requireNotNegative("per-key", limit));
        perUser.ifPresent(limit -> requireNotNegative("per-user-identifier", limit));
    }

    private static void requireNotNegative(String key, BigDecimal limit) {
        if (limit.signum() < 0) {
            throw new WrongSetting(
                    "escriba.billing.monthly-limit." + key, limit.toPlainString(), "Set it to 0 or a larger number.");
        }
    }

    /** Has the configuration checked when the application starts. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    private record Limit(Spending.Subject kind, String subject, BigDecimal most) {}

    /** The limits that apply to a run of this spender. */
    private List<Limit> limits(Spender spender) {
        List<Limit> limits = new ArrayList<>();
        perKey.ifPresent(most -> limits.add(new Limit(Spending.Subject.KEY, spender.key(), most)));
        if (perUser.isPresent()) {
            spender.userIdentifier()
                    .ifPresent(user -> limits.add(new Limit(Spending.Subject.USER, user, perUser.get())));
        }
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
