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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /**
     * Claims a delivery that is due.
     *
     * @param again when the attempt is due again if it has no result
     * @param busy webhooks that are passed over
     */
    @Transactional
    public Optional<Attempt> claim(Instant now, Instant again, Collection<String> busy) {
        List<Object> parameters = new ArrayList<>(List.of(InstantMicros.micros(now), InstantMicros.micros(now)));
        parameters.addAll(busy);
        String places = IntStream.range(0, busy.size()).mapToObj(i -> "?" + (i + 3)).collect(Collectors.joining(", "));
        List<?> due = FreeRows.lock(
                entities,
                "select d.id from webhook_delivery d where d.state = 'PENDING' and d.due_at <= ?1"
                        + " and exists (select 1 from webhook w where w.id = d.webhook_id"
                        + " and w.enabled = true and (w.paused_until is null or w.paused_until <= ?2))"
                        + (busy.isEmpty() ? "" : " and d.webhook_id not in (" + places + ")")
                        + " order by d.due_at, d.id fetch first 1 rows only",
                parameters.toArray());
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
     * while.
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
            entities.createNamedQuery(Webhook.RESUME).setParameter("id", attempt.webhook()).executeUpdate();
        } else {
            Optional<Duration> pause =
                    result.isFinal() ? Optional.empty() : BackOff.after(attempt.number(), result.asked(), random);
            delivery.fail(result.status(), result.error().orElseThrow(), pause.map(now::plus), now);
            Webhook webhook = entities.find(Webhook.class, attempt.webhook());
            if (webhook != null) {
                entities.createNamedQuery(Webhook.PAUSE)
                        .setParameter("id", webhook.id())
                        .setParameter("until", now.plus(BackOff.ofAddress(webhook.failures() + 1)))
                        .executeUpdate();
            }
        }
        return Optional.of(delivery.state());
    }

    /** Deletes one batch of old deliveries, without those that are locked. Returns how many. */
    @Transactional
    public int purge(Instant before) {
        List<?> old = FreeRows.lock(
                entities,
                "select d.id from webhook_delivery d where d.created_at < ?1 order by d.created_at, d.id"
                        + " fetch first 500 rows only",
                InstantMicros.micros(before));
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

    /** @param oldest when the oldest pending delivery of an enabled webhook was stored */
    public record Counts(long pending, long parked, Optional<Instant> oldest) {}
}
