package dev.escriba.security.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An API key. The database stores a public prefix and a salted, keyed digest. The digest is fast to compute, which is
 * safe because keys are long and random; an operator must choose a bootstrap key that is so too. A key works until it
 * is revoked or expires.
 */
@Entity
@Table(name = "api_key")
@NamedQuery(name = ApiKey.PREFIXES, query = "select distinct k.prefix from ApiKey k where k.revokedAt is null")
@NamedQuery(
        name = ApiKey.BY_PREFIX,
        query = "select k, a from ApiKey k, Account a where k.prefix = :prefix and a.id = k.accountId")
@NamedQuery(
        name = ApiKey.PAGE,
        query = "select k from ApiKey k where k.createdAt <= :last and (k.createdAt < :last or k.id < :lastId)"
                + " order by k.createdAt desc, k.id desc")
@NamedQuery(
        name = ApiKey.PAGE_OF_ACCOUNT,
        query = "select k from ApiKey k where k.accountId = :account and k.createdAt <= :last"
                + " and (k.createdAt < :last or k.id < :lastId) order by k.createdAt desc, k.id desc")
@NamedQuery(name = ApiKey.NAMES, query = "select k.id, k.name from ApiKey k where k.id in :ids")
@NamedQuery(
        name = ApiKey.ENDED,
        query = "select k from ApiKey k where k.id in :ids and (k.revokedAt is not null or k.expiresAt <= :now)")
@NamedQuery(
        name = ApiKey.USED,
        query = "update ApiKey k set k.lastUsedAt = :now where k.id = :id"
                + " and (k.lastUsedAt is null or k.lastUsedAt < :before)")
@NamedQuery(name = ApiKey.REKEY, query = "update ApiKey k set k.hash = :digest where k.id = :id and k.hash = :before")
@NamedQuery(
        name = ApiKey.REVOKE,
        query = "update ApiKey k set k.revokedAt = :now where k.id = :id and k.revokedAt is null")
public class ApiKey {

    public static final String PREFIXES = "ApiKey.prefixes";
    public static final String BY_PREFIX = "ApiKey.byPrefix";
    public static final String PAGE = "ApiKey.page";
    public static final String PAGE_OF_ACCOUNT = "ApiKey.pageOfAccount";
    public static final String USED = "ApiKey.used";
    public static final String REVOKE = "ApiKey.revoke";

    /** Stores the digest with another pepper, and nothing else: another transaction may change the key meanwhile. */
    public static final String REKEY = "ApiKey.rekey";

    public static final String NAMES = "ApiKey.names";

    /** Those of some keys that are revoked or expired. */
    public static final String ENDED = "ApiKey.ended";

    /** The start of the names of callers that are keys; the id of the key follows. */
    public static final String CALLER_PREFIX = "key:";

    public static final int MAX_NAME_CHARACTERS = 100;
    public static final int MAX_MODELS = 100;
    public static final int MAX_REQUESTS_PER_MINUTE = 1_000_000;

    /** Resolution of the time of last use, in seconds. */
    public static final int USE_SECONDS = 60;

    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    private String name;

    @Column(name = "lookup")
    private String prefix;

    private String salt;

    private String hash;

    private boolean keyed;

    private String scopes;

    private String models;

    @Column(name = "requests_per_minute")
    private Integer requestsPerMinute;

    @Column(name = "created_at")
    @Convert(converter = InstantMicros.class)
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "expires_at")
    @Convert(converter = InstantMicros.class)
    private Instant expiresAt;

    @Column(name = "revoked_at")
    @Convert(converter = InstantMicros.class)
    private Instant revokedAt;

    @Column(name = "last_used_at")
    @Convert(converter = InstantMicros.class)
    private Instant lastUsedAt;

    protected ApiKey() {}

    /** @param createdBy name of a caller; empty for a key that the service creates itself */
    public ApiKey(
            Account account,
            String name,
            KeySecret secret,
            Pepper pepper,
            Set<Scope> scopes,
            Optional<String> createdBy,
            Instant createdAt) {
        this.id = UUID.randomUUID().toString();
        this.accountId = account.id();
        this.name = name;
        this.salt = KeySecret.hex(16);
        this.prefix = secret.prefix();
        this.hash = pepper.digest(salt, secret.text());
        this.keyed = true;
        this.scopes = Scope.join(scopes);
        this.createdBy = createdBy.orElse(null);
        this.createdAt = createdAt;
    }

    /**
     * An administrator key that the operator of the service has chosen. Its id depends on its prefix, so that only one
     * of several nodes can create it.
     *
     * @param setting name of the setting with the key, for the audit log
     */
    public static ApiKey recovered(
            Account account, String setting, KeySecret secret, Pepper pepper, Instant createdAt) {
        ApiKey key = new ApiKey(
                account, "recovery", secret, pepper, EnumSet.of(Scope.ADMIN), Optional.of(setting), createdAt);
        key.id = recoveredId(secret);
        return key;
    }

    /** The id of the key that {@link #recovered} makes of this secret, whatever the pepper. */
    public static String recoveredId(KeySecret secret) {
        return UUID.nameUUIDFromBytes(("escriba: recovered " + secret.prefix()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Whether this is the key. A wrong key takes as long as the right one. */
    public boolean matches(KeySecret secret, Pepper pepper) {
        return keyed && Pepper.same(hash, pepper.digest(salt, secret.text()));
    }

    /** The digest that is stored. */
    public String digest() {
        return hash;
    }

    /** The digest of the key with another pepper. */
    public String digest(KeySecret secret, Pepper pepper) {
        return pepper.digest(salt, secret.text());
    }

    /** Keys a digest of a version that had no pepper yet. */
    public void key(Pepper pepper) {
        if (!keyed) {
            hash = pepper.seal(hash);
            keyed = true;
        }
    }

    /** Whether the key is neither revoked nor expired. */
    public boolean isActive(Instant now) {
        return endedAt(now).isEmpty();
    }

    /** When it was revoked or expired, whichever came first; empty while it works. */
    public Optional<Instant> endedAt(Instant now) {
        return Stream.of(revokedAt(), expiresAt().filter(end -> !now.isBefore(end)))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** Whether the stored time of use is older than its resolution. */
    public boolean isUseUnknown(Instant now) {
        return lastUsedAt == null || lastUsedAt.isBefore(now.minusSeconds(USE_SECONDS));
    }

    /**
     * The caller that the key authenticates.
     *
     * @param account the account of the key
     */
    public Caller caller(Account account) {
        return new Caller(
                CALLER_PREFIX + id,
                accountId,
                scopes().stream().map(Scope::role).collect(Collectors.toSet()),
                models(),
                new Limits(requestsPerMinute(), account.requestsPerMinute()));
    }

    public void rename(String newName) {
        name = newName;
    }

    public void allow(Set<Scope> newScopes) {
        scopes = Scope.join(newScopes);
    }

    /** Limits the key to some models; empty means all models. */
    public void allowModels(Optional<? extends Collection<UUID>> allowed) {
        models = allowed.map(some -> some.stream().map(UUID::toString).collect(Collectors.joining(" ")))
                .orElse(null);
    }

    public void limit(Optional<Integer> newRequestsPerMinute) {
        requestsPerMinute = newRequestsPerMinute.orElse(null);
    }

    public void expireAt(Optional<Instant> end) {
        expiresAt = end.orElse(null);
    }

    public String id() {
        return id;
    }

    public String accountId() {
        return accountId;
    }

    public String name() {
        return name;
    }

    /** The public prefix that a key is found by. */
    public String prefix() {
        return prefix;
    }

    public Set<Scope> scopes() {
        return Scope.split(scopes);
    }

    /** The models that the key may use; empty means all models. */
    public Optional<Set<UUID>> models() {
        return Optional.ofNullable(models).map(ids -> Arrays.stream(ids.split(" "))
                .map(UUID::fromString)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    public Optional<Integer> requestsPerMinute() {
        return Optional.ofNullable(requestsPerMinute);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Name of a caller. */
    public Optional<String> createdBy() {
        return Optional.ofNullable(createdBy);
    }

    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    /** To within {@value #USE_SECONDS} seconds. */
    public Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key && id.equals(key.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
