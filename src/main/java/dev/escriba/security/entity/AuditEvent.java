package dev.escriba.security.entity;

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
import java.util.UUID;

/** One administrative act: actor, act, subject and time. It is never changed and has no secrets. */
@Entity
@Table(name = "audit_event")
@NamedQuery(
        name = AuditEvent.PAGE,
        query = "select e from AuditEvent e where e.happenedAt >= :from and e.happenedAt < :to"
                + " and e.happenedAt <= :last"
                + " and (e.happenedAt < :last or e.id < :lastId) order by e.happenedAt desc, e.id desc")
public class AuditEvent {

    public static final String PAGE = "AuditEvent.page";

    @Id
    private String id;

    @Column(name = "happened_at")
    @Convert(converter = InstantMicros.class)
    private Instant happenedAt;

    private String actor;

    private String address;

    @Enumerated(EnumType.STRING)
    private Act act;

    private String subject;

    @Column(name = "account_id")
    private String accountId;

    private String details;

    protected AuditEvent() {}

    /** @param details a JSON object */
    public AuditEvent(
            Instant happenedAt,
            String actor,
            Optional<String> address,
            Act act,
            String subject,
            Optional<String> accountId,
            String details) {
        this.id = UUID.randomUUID().toString();
        this.happenedAt = happenedAt;
        this.actor = actor;
        this.address = address.orElse(null);
        this.act = act;
        this.subject = subject;
        this.accountId = accountId.orElse(null);
        this.details = details;
    }

    public String id() {
        return id;
    }

    public Instant happenedAt() {
        return happenedAt;
    }

    /** Name of a caller. */
    public String actor() {
        return actor;
    }

    /** IP address of the client. */
    public Optional<String> address() {
        return Optional.ofNullable(address);
    }

    public Act act() {
        return act;
    }

    /** Id of the changed object. */
    public String subject() {
        return subject;
    }

    public Optional<String> accountId() {
        return Optional.ofNullable(accountId);
    }

    /** A JSON object. */
    public String details() {
        return details;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditEvent event && id.equals(event.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
