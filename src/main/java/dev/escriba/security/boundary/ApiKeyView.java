package dev.escriba.security.boundary;

import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.control.ApiKeyAdministration;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Scope;
import dev.escriba.web.control.Paged;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A key in answers to administrators. {@code key}, the secret, is present only in the answer that created the key. */
@JsonbNillable
@JsonbPropertyOrder({
    "id",
    "name",
    "prefix",
    "accountId",
    "scopes",
    "models",
    "requestsPerMinute",
    "createdAt",
    "createdBy",
    "expiresAt",
    "revokedAt",
    "lastUsedAt",
    "key"
})
public record ApiKeyView(
        String id,
        String name,
        String prefix,
        String accountId,
        List<String> scopes,
        List<UUID> models,
        Integer requestsPerMinute,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        Instant revokedAt,
        Instant lastUsedAt,
        String key) {

    static ApiKeyView of(ApiKey key) {
        return of(key, null);
    }

    static ApiKeyView of(ApiKeyAdministration.CreatedKey created) {
        return of(created.key(), created.secret().text());
    }

    private static ApiKeyView of(ApiKey key, String secret) {
        return new ApiKeyView(
                key.id(),
                key.name(),
                key.prefix(),
                key.accountId(),
                key.scopes().stream().map(Scope::id).toList(),
                key.models().map(List::copyOf).orElse(null),
                key.requestsPerMinute().orElse(null),
                key.createdAt(),
                key.createdBy().orElse(null),
                key.expiresAt().orElse(null),
                key.revokedAt().orElse(null),
                key.lastUsedAt().orElse(null),
                secret);
    }

    /** A page of keys, the newest first. {@code next} is the cursor for {@code after}, and null on the last page. */
    @JsonbNillable
    @JsonbPropertyOrder({"items", "next"})
    public record Page(List<ApiKeyView> items, String next) {

        /** Makes a page from up to {@code limit + 1} keys. */
        static Page of(List<ApiKey> found, int limit) {
            Paged<ApiKey> page = Paged.of(found, limit);
            return new Page(
                    page.views(ApiKeyView::of),
                    page.next(last -> new PageCursor(last.createdAt(), UUID.fromString(last.id()))));
        }
    }
}
