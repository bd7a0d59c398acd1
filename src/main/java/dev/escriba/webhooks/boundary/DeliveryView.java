package dev.escriba.webhooks.boundary;

import dev.escriba.schema.control.PageCursor;
import dev.escriba.web.control.Paged;
import dev.escriba.webhooks.entity.Delivery;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A delivery. Its id is the {@code webhook-id} of its attempts. */
@JsonbNillable
@JsonbPropertyOrder({
    "id",
    "webhookId",
    "instanceId",
    "event",
    "state",
    "attempts",
    "createdAt",
    "nextAttemptAt",
    "lastAttemptAt",
    "lastStatus",
    "lastError",
    "finishedAt"
})
public record DeliveryView(
        String id,
        String webhookId,
        String instanceId,
        String event,
        String state,
        int attempts,
        Instant createdAt,
        Instant nextAttemptAt,
        Instant lastAttemptAt,
        Integer lastStatus,
        String lastError,
        Instant finishedAt) {

    static DeliveryView of(Delivery delivery) {
        return new DeliveryView(
                delivery.id(),
                delivery.webhookId(),
                delivery.instanceId().toString(),
                delivery.event(),
                delivery.state().name(),
                delivery.attempts(),
                delivery.createdAt(),
                delivery.dueAt().orElse(null),
                delivery.lastAttemptAt().orElse(null),
                delivery.lastStatus().orElse(null),
                delivery.lastError().orElse(null),
                delivery.finishedAt().orElse(null));
    }

    /** A page of deliveries, the newest first. {@code next} is the cursor for {@code after}, null on the last page. */
    @JsonbNillable
    @JsonbPropertyOrder({"items", "next"})
    public record Page(List<DeliveryView> items, String next) {

        /** Makes a page from up to {@code limit + 1} deliveries. */
        static Page of(List<Delivery> found, int limit) {
            Paged<Delivery> page = Paged.of(found, limit);
            return new Page(
                    page.views(DeliveryView::of),
                    page.next(last -> new PageCursor(last.createdAt(), UUID.fromString(last.id()))));
        }
    }
}
