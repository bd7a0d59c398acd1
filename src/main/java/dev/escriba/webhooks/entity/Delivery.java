package dev.escriba.webhooks.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** An event that is sent to a webhook. Its id is the {@code webhook-id} of all attempts. */
@Entity
@Table(name = "webhook_delivery")
@NamedQuery(name = Delivery.FORGET, query = "delete from Delivery d where d.id in :ids")
@NamedQuery(
        name = Delivery.FIND,
        query = "select d, w from Delivery d, Webhook w where d.id = :id and w.id = d.webhookId")
public class Delivery {

    public static final String FORGET = "Delivery.forget";
    public static final String FIND = "Delivery.find";

    @Id
    private String id;

    @Column(name = "webhook_id")
    private String webhookId;

    @Column(name = "instance_id")
    private String instanceId;

    private String event;

    @Enumerated(EnumType.STRING)
    private DeliveryState state;

    private int attempts;

    @Column(name = "due_at")
    @Convert(converter = InstantMicros.class)
    private Instant dueAt;

    @Column(name = "created_at")
    @Convert(converter = InstantMicros.class)
    private Instant createdAt;

    @Column(name = "last_attempt_at")
    @Convert(converter = InstantMicros.class)
    private Instant lastAttemptAt;

    @Column(name = "last_status")
    private Integer lastStatus;

    @Column(name = "last_error")
    private String lastError;

    @Column(name = "finished_at")
    @Convert(converter = InstantMicros.class)
    private Instant finishedAt;

    protected Delivery() {}

    /** A delivery whose first attempt is due at once. */
    public Delivery(String webhookId, UUID instance, EventType event, Instant createdAt) {
        this.id = UUID.randomUUID().toString();
        this.webhookId = webhookId;
        this.instanceId = instance.toString();
        this.event = event.id();
        this.state = DeliveryState.PENDING;
        this.createdAt = createdAt;
        this.dueAt = createdAt;
    }

    /**
     * Begins an attempt.
     *
     * @param again when the next attempt is due if this one has no result, because its node died
     */
    public void claim(Instant now, Instant again) {
        attempts++;
        lastAttemptAt = now;
        dueAt = again;
    }

    /** Whether an attempt is the current one: no other one has begun, and it has no result. */
    public boolean isAt(int attempt) {
        return state == DeliveryState.PENDING && attempts == attempt;
    }

    /** Stores an attempt that succeeded. */
    public void deliver(int status, Instant now) {
        finish(DeliveryState.DELIVERED, now);
        lastStatus = status;
        lastError = null;
    }

    /**
     * Stores an attempt that failed.
     *
     * @param next when the next attempt is due; empty parks the delivery
     */
    public void fail(OptionalInt status, String error, Optional<Instant> next, Instant now) {
        lastStatus = status.isPresent() ? status.getAsInt() : null;
        lastError = error;
        if (next.isPresent()) {
            dueAt = next.get();
        } else {
            finish(DeliveryState.PARKED, now);
        }
    }

    /**
     * Takes back an attempt that this service could not make.
     *
     * @param next when the next attempt is due
     */
    public void postpone(String error, Instant next) {
        attempts--;
        lastStatus = null;
        lastError = error;
        dueAt = next;
    }

    private void finish(DeliveryState end, Instant now) {
        state = end;
        dueAt = null;
        finishedAt = now;
    }

    /** Begins the delivery again, in any state. Its id stays. */
    public void redeliver(Instant now) {
        state = DeliveryState.PENDING;
        attempts = 0;
        dueAt = now;
        finishedAt = null;
    }

    public String id() {
        return id;
    }

    public String webhookId() {
        return webhookId;
    }

    public UUID instanceId() {
        return UUID.fromString(instanceId);
    }

    /** The id of an event type. */
    public String event() {
        return event;
    }

    public DeliveryState state() {
        return state;
    }

    /** The attempts since the delivery began, or began again. */
    public int attempts() {
        return attempts;
    }

    /** When the next attempt is due; empty if none follows. */
    public Optional<Instant> dueAt() {
        return Optional.ofNullable(dueAt);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> lastAttemptAt() {
        return Optional.ofNullable(lastAttemptAt);
    }

    /** The HTTP status of the last attempt; empty if there was no answer. */
    public Optional<Integer> lastStatus() {
        return Optional.ofNullable(lastStatus);
    }

    /** Why the last attempt failed, as a word for operators. */
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    public Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Delivery delivery && id.equals(delivery.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
