package dev.escriba.security.boundary;

import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.entity.AuditEvent;
import dev.escriba.web.control.Paged;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An administrative act: actor, client address, act, subject, and the state of the subject after the act. */
@JsonbNillable
@JsonbPropertyOrder({"id", "at", "actor", "address", "act", "subject", "accountId", "details"})
public record AuditEventView(
        String id,
        Instant at,
        String actor,
        String address,
        String act,
        String subject,
        String accountId,
        JsonObject details) {

    static AuditEventView of(AuditEvent event) {
        try (JsonReader reader = Json.createReader(new StringReader(event.details()))) {
            return new AuditEventView(
                    event.id(),
                    event.happenedAt(),
                    event.actor(),
                    event.address().orElse(null),
                    event.act().name(),
                    event.subject(),
                    event.accountId().orElse(null),
                    reader.readObject());
        }
    }

    /** A page of acts, the newest first. {@code next} is the cursor for {@code after}, and null on the last page. */
    @JsonbNillable
    @JsonbPropertyOrder({"items", "next"})
    public record Page(List<AuditEventView> items, String next) {

        /** Makes a page from up to {@code limit + 1} events. */
        static Page of(List<AuditEvent> found, int limit) {
            Paged<AuditEvent> page = Paged.of(found, limit);
            return new Page(
                    page.views(AuditEventView::of),
                    page.next(last -> new PageCursor(last.happenedAt(), UUID.fromString(last.id()))));
        }
    }
}
