package dev.escriba.security.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Whom executions belong to. */
@Entity
@SuppressWarnings("UnusedVariable") // columns are read by queries
@Table(name = "account")
public class Account {

    @Id
    private String id;

    private String name;

    private String currency;

    @Column(name = "created_at")
    @Convert(converter = InstantMicros.class)
    private Instant createdAt;

    protected Account() {}

    public Account(String name, String currency, Instant createdAt) {
        this.id = UUID.randomUUID().toString();
        this.name = Objects.requireNonNull(name);
        this.currency = Objects.requireNonNull(currency);
        this.createdAt = createdAt;
    }

    public String id() {
        return id;
    }

    /** ISO 4217. */
    public String currency() {
        return currency;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Account account && id.equals(account.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
