package dev.escriba.billing.control;

import dev.escriba.billing.entity.Hold;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spending;
import dev.escriba.schema.control.FreeRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Removes a user identifier from the holds and sums of past months, in which no limit counts them any more. Those of
 * this month and of the month before stay: a run that began in it may still place its hold.
 */
@ApplicationScoped
public class PastSpenders {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    protected PastSpenders() {}

    /** For use without a container. */
    PastSpenders(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Removes the user identifier from one batch of resolved holds, and deletes its sums. Passes over holds and
     * sums that are locked.
     *
     * @return the number of holds; 0 where none is left
     */
    @Transactional
    public int forget(String account, String userIdentifier) {
        int before = monthBefore(clock.instant());
        List<?> holds = FreeRows.lock(
                entities,
                "select h.instance_id from hold h where h.account_id = ?1 and h.user_identifier = ?2"
                        + " and h.billing_month < ?3 and h.state <> 'OPEN' fetch first 500 rows only",
                account,
                userIdentifier,
                before);
        if (!holds.isEmpty()) {
            entities.createNamedQuery(Hold.FORGET_USER)
                    .setParameter("instances", holds)
                    .executeUpdate();
        }
        List<?> months = FreeRows.lock(
                entities,
                "select s.billing_month from spending s where s.account_id = ?1 and s.subject = ?2"
                        + " and s.subject_kind = 'USER' and s.billing_month < ?3",
                account,
                userIdentifier,
                before);
        if (!months.isEmpty()) {
            entities.createNamedQuery(Spending.FORGET_USER)
                    .setParameter("account", account)
                    .setParameter("user", userIdentifier)
                    .setParameter(
                            "months",
                            months.stream()
                                    .map(month -> ((Number) month).intValue())
                                    .toList())
                    .executeUpdate();
        }
        return holds.size();
    }

    private static int monthBefore(Instant now) {
        return Reservation.month(YearMonth.from(now.atOffset(ZoneOffset.UTC)).minusMonths(1));
    }
}
