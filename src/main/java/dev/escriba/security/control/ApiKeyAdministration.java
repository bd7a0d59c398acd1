package dev.escriba.security.control;

import dev.escriba.schema.control.InstantMicros;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Manages the keys of all accounts, for administrators. Each change writes a line of the audit log in the same
 * transaction.
 */
@ApplicationScoped
public class ApiKeyAdministration {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Peppers peppers;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    /** A new key and its secret, which is not stored and cannot be shown again. */
    public record CreatedKey(ApiKey key, KeySecret secret) {}

    /**
     * Creates a key.
     *
     * @param author the administrator
     * @param settings sets limits, models and expiry of the key
     */
    @Transactional
    public CreatedKey create(
            Caller author, Account account, String name, Set<Scope> scopes, Consumer<ApiKey> settings) {
        KeySecret secret = KeySecret.random();
        ApiKey key = new ApiKey(
                account, name, secret, peppers.pepper(), scopes, Optional.of(author.getName()), clock.instant());
        settings.accept(key);
        entities.persist(key);
        audit.record(author.getName(), Act.KEY_CREATED, key.id(), Optional.of(key.accountId()), details(key));
        return new CreatedKey(key, secret);
    }

    @Transactional
    public Optional<ApiKey> find(UUID id) {
        return Optional.ofNullable(entities.find(ApiKey.class, id.toString()));
    }

    /**
     * A page of keys, the newest first.
     *
     * @param account empty for the keys of all accounts
     */
    @Transactional
    public List<ApiKey> list(Optional<UUID> account, Optional<PageCursor> after, int limit) {
        TypedQuery<ApiKey> query =
                entities.createNamedQuery(account.isPresent() ? ApiKey.PAGE_OF_ACCOUNT : ApiKey.PAGE, ApiKey.class);
        account.ifPresent(id -> query.setParameter("account", id.toString()));
        return query.setParameter("last", after.map(PageCursor::at).orElse(InstantMicros.END))
                .setParameter(
                        "lastId",
                        after.map(position -> position.id().toString()).orElse(""))
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * Changes a key; empty if there is none with this id. The row is locked, because a persistence provider may write
     * all its columns: a revocation at the same moment would be lost.
     */
    @Transactional
    public Optional<ApiKey> change(Caller author, UUID id, Consumer<ApiKey> change) {
        Optional<ApiKey> key =
                Optional.ofNullable(entities.find(ApiKey.class, id.toString(), LockModeType.PESSIMISTIC_WRITE));
        key.ifPresent(found -> {
            change.accept(found);
            audit.record(author.getName(), Act.KEY_CHANGED, found.id(), Optional.of(found.accountId()), details(found));
        });
        return key;
    }

    /**
     * Revokes a key. A revoked key stays as it is.
     *
     * @return whether there is such a key
     */
    @Transactional
    public boolean revoke(Caller author, UUID id) {
        Optional<ApiKey> key = find(id);
        Instant now = clock.instant();
        key.ifPresent(found -> {
            boolean revoked = entities.createNamedQuery(ApiKey.REVOKE)
                            .setParameter("now", now)
                            .setParameter("id", found.id())
                            .executeUpdate()
                    > 0;
            if (revoked) {
                audit.record(
                        author.getName(),
                        Act.KEY_REVOKED,
                        found.id(),
                        Optional.of(found.accountId()),
                        Map.of("name", found.name(), "prefix", found.prefix()));
            }
        });
        return key.isPresent();
    }

    private static Map<String, Object> details(ApiKey key) {
        return Map.of(
                "name", key.name(),
                "prefix", key.prefix(),
                "scopes", key.scopes().stream().map(Scope::id).toList(),
                "models", key.models().map(Object::toString).orElse("all"),
                "requestsPerMinute",
                        key.requestsPerMinute().map(String::valueOf).orElse("no limit"),
                "expiresAt", key.expiresAt().map(Instant::toString).orElse("never"));
    }
}
