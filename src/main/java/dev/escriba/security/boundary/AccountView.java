package dev.escriba.security.boundary;

import dev.escriba.security.entity.Account;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;

/** An account in answers to administrators. */
@JsonbNillable
@JsonbPropertyOrder({"id", "name", "currency", "scale", "requestsPerMinute", "createdAt", "enabled", "disabledAt"})
public record AccountView(
        String id,
        String name,
        String currency,
        int scale,
        Integer requestsPerMinute,
        Instant createdAt,
        boolean enabled,
        Instant disabledAt) {

    static AccountView of(Account account) {
        return new AccountView(
                account.id(),
                account.name(),
                account.currency(),
                account.scale(),
                account.requestsPerMinute().orElse(null),
                account.createdAt(),
                account.disabledAt().isEmpty(),
                account.disabledAt().orElse(null));
    }
}
