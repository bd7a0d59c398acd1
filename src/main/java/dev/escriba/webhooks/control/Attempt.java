package dev.escriba.webhooks.control;

import dev.escriba.webhooks.entity.Delivery;
import dev.escriba.webhooks.entity.SealedSecret;
import dev.escriba.webhooks.entity.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An attempt that this node has claimed.
 *
 * @param number 1 for the first one
 * @param at when the event happened
 */
record Attempt(
        String delivery,
        int number,
        String webhook,
        String accountId,
        String url,
        List<SealedSecret> secrets,
        boolean withTranscript,
        String event,
        UUID instance,
        Instant at) {

    static Attempt of(Delivery delivery, Webhook webhook, Instant now) {
        return new Attempt(
                delivery.id(),
                delivery.attempts(),
                webhook.id(),
                webhook.accountId(),
                webhook.url(),
                webhook.secrets(now),
                webhook.includesTranscript(),
                delivery.event(),
                delivery.instanceId(),
                delivery.createdAt());
    }
}
