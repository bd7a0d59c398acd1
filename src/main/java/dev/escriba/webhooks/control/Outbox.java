package dev.escriba.webhooks.control;

import dev.escriba.webhooks.entity.Delivery;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Stores the deliveries of an event, in the transaction in which the event happens. */
@ApplicationScoped
public class Outbox {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    protected Outbox() {}

    /** For use without a container. */
    public Outbox(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Stores a delivery for each webhook that is registered for this event. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(UUID instance, EventType event) {
        List<String> concerned = entities.createNamedQuery(Webhook.CONCERNED, String.class)
                .setParameter("instance", instance.toString())
                .setParameter("event", "%" + event.id() + "%")
                .getResultList();
        Instant now = clock.instant();
        concerned.forEach(webhook -> entities.persist(new Delivery(webhook, instance, event, now)));
    }
}
