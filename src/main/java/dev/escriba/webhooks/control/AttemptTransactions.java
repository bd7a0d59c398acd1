package dev.escriba.webhooks.control;

import dev.escriba.schema.control.FreeRows;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.webhooks.entity.Delivery;
import dev.escriba.webhooks.entity.DeliveryState;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The database operations of {@link DeliveryJob}; each is a short transaction. */
@ApplicationScoped
public class AttemptTransactions {

    @PersistenceContext
    EntityManager entities;

    protected AttemptTransactions() {}

    /** For use without a container. */
    public AttemptTransactions(EntityManager entities) {
        this.entities = entities;
    }

    /** The webhooks that have a delivery that is due, without those that are disabled or paused. */
    @Transactional
    public List<ReadyWebhook> ready(Instant now) {
        List<?> rows = entities.createNativeQuery("select w.id, w.account_id from webhook w where w.enabled = true"
                        + " and (w.paused_until is null or w.paused_until <= ?1)"
                        + " and exists (select 1 from webhook_delivery d where d.webhook_id = w.id"
                        + " and d.state = 'PENDING' and d.due_at <= ?2)")
                .setParameter(1, InstantMicros.micros(now))
                .setParameter(2, InstantMicros.micros(now))
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(columns -> new ReadyWebhook(columns[0].toString(), columns[1].toString()))
                .toList();
    }

    /**
     * Claims the delivery of a webhook that is due the longest; empty if none is.
     *
     * @param again when the attempt is due again if it has no result
     */
    @Transactional
    public Optional<Attempt> claim(String webhook, Instant now, Instant again) {
        List<?> due = FreeRows.lock(
                entities,
                "select d.id from webhook_delivery d where d.webhook_id = ?1 and d.state = 'PENDING'"
                        + " and d.due_at <= ?2 and exists (select 1 from webhook w where w.id = ?3"
                        + " and w.enabled = true and (w.paused_until is null or w.paused_until <= ?4))"
                        + " order by d.due_at, d.id fetch first 1 rows only",
                webhook,
                InstantMicros.micros(now),
                webhook,
                InstantMicros.micros(now));
        return due.stream().findFirst().map(id -> {
            Object[] row = (Object[]) entities.createNamedQuery(Delivery.FIND)
                    .setParameter("id", id.toString())
                    .getSingleResult();
            Delivery delivery = (Delivery) row[0];
            delivery.claim(now, again);
            return Attempt.of(delivery, (Webhook) row[1], now);
        });
    }

    /**
     * Stores the result of an attempt, unless a later one has begun. An address that failed gets no attempts for a
     * while. A failure of this service does not count as an attempt.
     *
     * @param random from 0 to 1
     * @return the state of the delivery now; empty if the attempt is not the current one
     */
    @Transactional
    public Optional<DeliveryState> finish(Attempt attempt, AttemptResult result, Instant now, double random) {
        Delivery delivery = entities.find(Delivery.class, attempt.delivery(), LockModeType.PESSIMISTIC_WRITE);
        if (delivery == null || !delivery.isAt(attempt.number())) {
            return Optional.empty();
        }
        if (result.accepted()) {
            delivery.deliver(result.status().getAsInt(), now);
            entities.createNamedQuery(Webhook.RESUME)
                    .setParameter("id", attempt.webhook())
                    .executeUpdate();
        } else if (result.isOwnFault() && !result.isFinal()) {
            Instant until = now.plus(BackOff.OF_OWN_FAULT);
            delivery.postpone(result.error().orElseThrow(), until);
            entities.createNamedQuery(Webhook.REST)
                    .setParameter("id", attempt.webhook())
                    .setParameter("until", until)
                    .executeUpdate();
        } else {
            Optional<Duration> pause =
                    result.isFinal() ? Optional.empty() : BackOff.after(attempt.number(), result.asked(), random);
            delivery.fail(result.status(), result.error().orElseThrow(), pause.map(now::plus), now);
            if (!result.isOwnFault()) {
                refused(attempt.webhook(), result, now);
            }
        }
        return Optional.of(delivery.state());
    }

    private void refused(String id, AttemptResult result, Instant now) {
        if (result.isGone()) {
            entities.createNamedQuery(Webhook.DISABLE).setParameter("id", id).executeUpdate();
            return;
        }
        Webhook webhook = entities.find(Webhook.class, id);
        if (webhook != null) {
            entities.createNamedQuery(Webhook.PAUSE)
                    .setParameter("id", id)
                    .setParameter("until", now.plus(BackOff.ofAddress(webhook.failures() + 1, result.asked())))
                    .executeUpdate();
        }
    }

    /**
     * Deletes one batch of deliveries that ended before, or that have been due for so long, because their webhook is
     * disabled or gone. Passes over those that are locked. Returns how many.
     */
    @Transactional
    public int purge(Instant before) {
        int ended = delete(
                "select d.id from webhook_delivery d where d.finished_at < ?1 order by d.finished_at, d.id",
                InstantMicros.micros(before));
        return ended > 0
                ? ended
                : delete(
                        "select d.id from webhook_delivery d where d.state = 'PENDING' and d.due_at < ?1"
                                + " order by d.due_at, d.id",
                        InstantMicros.micros(before));
    }

    /** Deletes one batch of the deliveries of a webhook that is deleted. Returns how many. */
    @Transactional
    public int forget(String webhook) {
        return delete("select d.id from webhook_delivery d where d.webhook_id = ?1 order by d.id", webhook);
    }

    private int delete(String select, Object limit) {
        List<?> old = FreeRows.lock(entities, select + " fetch first 500 rows only", limit);
        if (!old.isEmpty()) {
            entities.createNamedQuery(Delivery.FORGET)
                    .setParameter("ids", old.stream().map(String::valueOf).toList())
                    .executeUpdate();
        }
        return old.size();
    }

    /** Counts the deliveries of all nodes. */
    @Transactional
    public Counts count() {
        Object[] row = (Object[]) entities.createNativeQuery("select"
                        + " (select count(*) from webhook_delivery d join webhook w on w.id = d.webhook_id"
                        + " where d.state = 'PENDING'),"
                        + " (select count(*) from webhook_delivery d where d.state = 'PARKED'),"
                        + " (select min(d.created_at) from webhook_delivery d join webhook w on w.id = d.webhook_id"
                        + " where d.state = 'PENDING' and w.enabled = true)")
                .getSingleResult();
        return new Counts(
                ((Number) row[0]).longValue(),
                ((Number) row[1]).longValue(),
                Optional.ofNullable((Number) row[2])
                        .map(micros -> new InstantMicros().convertToEntityAttribute(micros.longValue())));
    }

    /**
     * Numbers of deliveries.
     *
     * @param oldest when the oldest pending delivery of an enabled webhook was stored
     */
    public record Counts(long pending, long parked, Optional<Instant> oldest) {}
}
