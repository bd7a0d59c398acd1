package dev.escriba.webhooks.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import dev.escriba.webhooks.entity.Delivery;
import dev.escriba.webhooks.entity.DeliveryState;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Lists the deliveries of a webhook, and begins one anew. The caller has checked that it may see the webhook. */
@ApplicationScoped
public class Deliveries {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Webhooks webhooks;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    protected Deliveries() {}

    /** For use without a container. */
    public Deliveries(EntityManager entities, Webhooks webhooks, Audit audit, Clock clock) {
        this.entities = entities;
        this.webhooks = webhooks;
        this.audit = audit;
        this.clock = clock;
    }

    /** A page of the deliveries of a webhook, the newest first. */
    @Transactional
    public List<Delivery> list(Webhook webhook, Optional<DeliveryState> state, Optional<PageCursor> after, int limit) {
        TypedQuery<Delivery> query = entities.createQuery(
                        "select d from Delivery d where d.webhookId = :webhook"
                                + (state.isPresent() ? " and d.state = :state" : "")
                                + " and d.createdAt <= :last and (d.createdAt < :last or d.id < :lastId)"
                                + " order by d.createdAt desc, d.id desc",
                        Delivery.class)
                .setParameter("webhook", webhook.id())
                .setParameter("last", after.map(PageCursor::at).orElse(InstantMicros.END))
                .setParameter(
                        "lastId",
                        after.map(position -> position.id().toString()).orElse(""));
        state.ifPresent(wanted -> query.setParameter("state", wanted));
        return query.setMaxResults(limit).getResultList();
    }

    /**
     * Begins a delivery anew, with the same id. Its webhook gets attempts again at once.
     *
     * @return the delivery now; empty if the caller may see none with this id
     * @throws Problem 409 if the webhook or its account is disabled
     */
    @Transactional
    public Optional<Delivery> redeliver(Caller author, UUID id) {
        Delivery delivery = entities.find(Delivery.class, id.toString(), LockModeType.PESSIMISTIC_WRITE);
        if (delivery == null) {
            return Optional.empty();
        }
        return webhooks.find(author, UUID.fromString(delivery.webhookId())).map(webhook -> {
            if (!webhook.enabled()) {
                throw Problem.of(409, "webhook.disabled");
            }
            if (entities.find(Account.class, webhook.accountId()).disabledAt().isPresent()) {
                throw Problem.of(409, "webhook.account-disabled");
            }
            delivery.redeliver(clock.instant());
            entities.createNamedQuery(Webhook.RESUME)
                    .setParameter("id", webhook.id())
                    .executeUpdate();
            audit.record(
                    author.getName(),
                    Act.WEBHOOK_REDELIVERED,
                    delivery.id(),
                    Optional.of(webhook.accountId()),
                    Map.of(
                            "webhook",
                            webhook.id(),
                            "instance",
                            delivery.instanceId().toString()));
            return delivery;
        });
    }
}
