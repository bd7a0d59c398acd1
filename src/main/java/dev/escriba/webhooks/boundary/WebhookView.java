package dev.escriba.webhooks.boundary;

import dev.escriba.schema.control.PageCursor;
import dev.escriba.web.control.Paged;
import dev.escriba.webhooks.control.Webhooks;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A webhook. {@code secret} is null except in the answers that made it. {@code key} is the credential of whose
 * executions the webhook is told, and null if it is told of all of the account. {@code createdByEndedAt} is when the
 * key that registered it was revoked or expired. The webhook goes on after that.
 */
@JsonbNillable
@JsonbPropertyOrder({
    "id",
    "accountId",
    "name",
    "url",
    "events",
    "includeTranscript",
    "enabled",
    "key",
    "createdAt",
    "createdBy",
    "createdByEndedAt",
    "secretRotatedAt",
    "previousSecretUntil",
    "failures",
    "pausedUntil",
    "secret"
})
public record WebhookView(
        String id,
        String accountId,
        String name,
        String url,
        List<String> events,
        boolean includeTranscript,
        boolean enabled,
        String key,
        Instant createdAt,
        String createdBy,
        Instant createdByEndedAt,
        Instant secretRotatedAt,
        Instant previousSecretUntil,
        int failures,
        Instant pausedUntil,
        String secret) {

    /** @param ends of the keys that do not work any more, by the names of their callers */
    static WebhookView of(Webhook webhook, Map<String, Instant> ends) {
        return of(webhook, null, ends);
    }

    /** As {@link #of(Webhook, Map)}, with the secret. */
    static WebhookView of(Webhooks.WithSecret made, Map<String, Instant> ends) {
        return of(made.webhook(), made.secret(), ends);
    }

    private static WebhookView of(Webhook webhook, String secret, Map<String, Instant> ends) {
        return new WebhookView(
                webhook.id(),
                webhook.accountId(),
                webhook.name(),
                webhook.url(),
                webhook.events().stream().map(EventType::id).toList(),
                webhook.includesTranscript(),
                webhook.enabled(),
                webhook.onlyCaller().orElse(null),
                webhook.createdAt(),
                webhook.createdBy(),
                ends.get(webhook.createdBy()),
                webhook.rotatedAt(),
                webhook.previousUntil().orElse(null),
                webhook.failures(),
                webhook.pausedUntil().orElse(null),
                secret);
    }

    /** A page of webhooks, the newest first. {@code next} is the cursor for {@code after}, null on the last page. */
    @JsonbNillable
    @JsonbPropertyOrder({"items", "next"})
    public record Page(List<WebhookView> items, String next) {

        /** Makes a page from up to {@code limit + 1} webhooks. */
        static Page of(List<Webhook> found, int limit, Map<String, Instant> ends) {
            Paged<Webhook> page = Paged.of(found, limit);
            return new Page(
                    page.views(webhook -> WebhookView.of(webhook, ends)),
                    page.next(last -> new PageCursor(last.createdAt(), UUID.fromString(last.id()))));
        }
    }
}
