package dev.escriba.security.entity;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** An account: it owns runs, keys and a balance. */
@Entity
@Table(name = "account")
@NamedQuery(name = Account.BY_NAME, query = "select a from Account a where a.name = :name")
@NamedQuery(name = Account.ALL, query = "select a from Account a order by a.name")
public class Account {

    public static final String BY_NAME = "Account.byName";
    public static final String ALL = "Account.all";

    public static final int MAX_PLACES = 9;
    public static final int MAX_NAME_CHARACTERS = 100;

    @Id
    private String id;

    private String name;

    private String currency;

    private int scale;

    @Column(name = "created_at")
    @Convert(converter = InstantMicros.class)
    private Instant createdAt;

    @Column(name = "requests_per_minute")
    private Integer requestsPerMinute;

    @Column(name = "disabled_at")
    @Convert(converter = InstantMicros.class)
    private Instant disabledAt;

    protected Account() {}

    /** The first account of an empty database. Its id is constant, so that only one of several nodes can create it. */
    public static Account first(String currency, int scale, Instant createdAt) {
        Account first = new Account("default", currency, scale, createdAt);
        first.id = firstId();
        return first;
    }

    public static String firstId() {
        return UUID.nameUUIDFromBytes("escriba: the first account".getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * @param currency ISO 4217
     * @param scale decimal places of its amounts, 0 to {@value #MAX_PLACES}
     */
    public Account(String name, String currency, int scale, Instant createdAt) {
        if (scale < 0 || scale > MAX_PLACES) {
            throw new IllegalArgumentException("amounts have 0 to " + MAX_PLACES + " decimal places, not " + scale);
        }
        this.scale = scale;
        this.id = UUID.randomUUID().toString();
        this.name = Objects.requireNonNull(name);
        this.currency = Objects.requireNonNull(currency);
        this.createdAt = createdAt;
    }

    public String id() {
        return id;
    }

    /** Unique among accounts. */
    public String name() {
        return name;
    }

    public void rename(String newName) {
        name = newName;
    }

    /** Limit for all callers of the account together; empty if there is none. */
    public Optional<Integer> requestsPerMinute() {
        return Optional.ofNullable(requestsPerMinute);
    }

    public void limit(Optional<Integer> newRequestsPerMinute) {
        requestsPerMinute = newRequestsPerMinute.orElse(null);
    }

    /**
     * Disables the account: its callers are refused. A disabled account stays as it is.
     *
     * @param author the administrator, who belongs to another account
     * @throws Problem 409 for the account of the author, and for the first account, to which recovery keys belong
     */
    public void disable(Caller author, Instant now) {
        if (author.accountId().equals(id)) {
            throw Problem.at("enabled", 409, "security.account-own");
        }
        if (id.equals(firstId())) {
            throw Problem.at("enabled", 409, "security.account-first");
        }
        disabledAt = disabledAt == null ? now : disabledAt;
    }

    public void enable() {
        disabledAt = null;
    }

    /** When it was disabled; empty while it is enabled. */
    public Optional<Instant> disabledAt() {
        return Optional.ofNullable(disabledAt);
    }

    /**
     * Refuses the callers of a disabled account.
     *
     * @throws Problem 403 if the account is disabled
     */
    public void requireEnabled() {
        if (disabledAt != null) {
            throw Problem.of(403, "security.account-disabled");
        }
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** ISO 4217. */
    public String currency() {
        return currency;
    }

    /** Decimal places of its amounts. */
    public int scale() {
        return scale;
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
