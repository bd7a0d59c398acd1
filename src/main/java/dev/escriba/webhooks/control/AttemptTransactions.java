package dev.escriba.webhooks.control;

import dev.escriba.schema.control.FreeRows;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.webhooks.entity.Delivery;
import dev.escriba.webhooks.entity.DeliveryState;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The database operations of {@link DeliveryJob}; each is a short transaction. */
@ApplicationScoped
public class AttemptTransactions {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Audit audit;

    protected AttemptTransactions() {}

    /** For use without a container. */
    public AttemptTransactions(EntityManager entities, Audit audit) {
        this.entities = entities;
        this.audit = audit;
    }

    /** The webhooks that have a delivery that is due, without those that are paused, or disabled with their account. */
    @Transactional
    public List<ReadyWebhook> ready(Instant now) {
        List<?> rows = entities.createNativeQuery("select w.id, w.account_id from webhook w"
                        + " join account a on a.id = w.account_id"
                        + " where w.enabled = true and a.disabled_at is null"
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
                        + " and d.due_at <= ?2 and exists (select 1 from webhook w"
                        + " join account a on a.id = w.account_id where w.id = ?3"
                        + " and w.enabled = true and a.disabled_at is null"
                        + " and (w.paused_until is null or w.paused_until <= ?4))"
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
     * while. A failure of this service counts as an attempt, but not as a failure of the address: what always fails
     * has to be parked, where administrators see it. An attempt that was put back does not count.
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
        switch (result.kind()) {
            case ACCEPTED -> {
                delivery.deliver(result.status().getAsInt(), now);
                resume(attempt.webhook());
            }
            case PUT_BACK -> {
                delivery.postpone(result.error().orElseThrow(), now.plus(BackOff.OF_PUT_BACK));
                rest(attempt.webhook(), now.plus(BackOff.OF_PUT_BACK));
            }
            case OWN_FAULT -> {
                fail(delivery, result, BackOff.after(attempt.number(), Optional.of(BackOff.OF_OWN_FAULT), random), now);
                rest(attempt.webhook(), now.plus(BackOff.OF_OWN_FAULT));
            }
            case FAILED -> {
                fail(delivery, result, BackOff.after(attempt.number(), result.asked(), random), now);
                pause(attempt.webhook(), result, now);
            }
            case GONE -> {
                fail(delivery, result, Optional.empty(), now);
                disable(attempt.webhook(), result.status().getAsInt());
            }
            case POINTLESS -> fail(delivery, result, Optional.empty(), now);
        }
        return Optional.of(delivery.state());
    }

    /** @param pause until the next attempt; empty parks the delivery */
    private static void fail(Delivery delivery, AttemptResult result, Optional<Duration> pause, Instant now) {
        delivery.fail(result.status(), result.error().orElseThrow(), pause.map(now::plus), now);
    }

    private void resume(String webhook) {
        entities.createNamedQuery(Webhook.RESUME).setParameter("id", webhook).executeUpdate();
    }

    /** Gives the webhook no attempts for a while, so that the node serves others. Its address did not fail. */
    private void rest(String webhook, Instant until) {
        entities.createNamedQuery(Webhook.REST)
                .setParameter("id", webhook)
                .setParameter("until", until)
                .executeUpdate();
    }

    /** The act is one that nodes of the version before know. */
    private void disable(String id, int status) {
        int disabled = entities.createNamedQuery(Webhook.DISABLE)
                .setParameter("id", id)
                .executeUpdate();
        if (disabled > 0) {
            Webhook webhook = entities.find(Webhook.class, id);
            audit.recordOwn(
                    Act.WEBHOOK_CHANGED,
                    id,
                    webhook.accountId(),
                    Map.of(
                            "name",
                            webhook.name(),
                            "origin",
                            WebhookUrl.of(webhook.url()).origin(),
                            "enabled",
                            false,
                            "status",
                            status));
        }
    }

    private void pause(String id, AttemptResult result, Instant now) {
        Webhook webhook = entities.find(Webhook.class, id);
        if (webhook != null) {
            entities.createNamedQuery(Webhook.PAUSE)
                    .setParameter("id", id)
                    .setParameter("until", now.plus(BackOff.ofAddress(webhook.failures() + 1, result.asked())))
                    .executeUpdate();
        }
    }

    /**
     * Deletes one batch of deliveries that ended before, or that have been due for so long, because their webhook or
     * its account is disabled. Passes over those that are locked. Returns how many.
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

    /** Deletes one batch of deliveries whose webhook is deleted. Returns how many. */
    @Transactional
    public int purgeOrphans() {
        List<?> gone = entities.createNativeQuery("select d.webhook_id from webhook_delivery d"
                        + " where not exists (select 1 from webhook w where w.id = d.webhook_id)")
                .setMaxResults(1)
                .getResultList();
        return gone.isEmpty() ? 0 : forget(gone.get(0).toString());
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
                        + " (select count(*) from webhook_delivery d join webhook w on w.id = d.webhook_id"
                        + " where d.state = 'PARKED'),"
                        + " (select min(d.created_at) from webhook_delivery d join webhook w on w.id = d.webhook_id"
                        + " join account a on a.id = w.account_id"
                        + " where d.state = 'PENDING' and w.enabled = true and a.disabled_at is null)")
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
     * @param oldest when the oldest pending delivery was stored whose webhook and account are enabled
     */
    public record Counts(long pending, long parked, Optional<Instant> oldest) {}
}
