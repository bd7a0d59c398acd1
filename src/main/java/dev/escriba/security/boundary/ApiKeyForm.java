package dev.escriba.security.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Scope;
import dev.escriba.web.control.JsonForm;
import dev.escriba.web.control.Parameters;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The body of a request that creates or changes a key. A change leaves absent fields as they are, and null removes a
 * limit.
 */
final class ApiKeyForm {

    private static final Set<String> OF_NEW =
            Set.of("name", "accountId", "scopes", "models", "requestsPerMinute", "expiresAt");
    private static final Set<String> OF_CHANGE = Set.of("name", "scopes", "models", "requestsPerMinute", "expiresAt");

    private final JsonForm form;

    private ApiKeyForm(JsonForm form) {
        this.form = form;
    }

    static ApiKeyForm ofNew(InputStream body) {
        return new ApiKeyForm(JsonForm.of(body, OF_NEW));
    }

    static ApiKeyForm ofChange(InputStream body) {
        return new ApiKeyForm(JsonForm.of(body, OF_CHANGE));
    }

    String name() {
        return form.line("name", ApiKey.MAX_NAME_CHARACTERS);
    }

    /** Account of the new key; empty means the account of the caller. */
    Optional<String> accountId() {
        return form.uuid("accountId").map(UUID::toString);
    }

    Set<Scope> scopes() {
        String all = Arrays.stream(Scope.values()).map(Scope::id).collect(Collectors.joining(", "));
        Message otherwise = Message.of("security.scopes", all);
        Optional<List<Scope>> scopes = form.list("scopes", Scope.values().length, otherwise, id -> Scope.of(id)
                .orElseThrow(IllegalArgumentException::new));
        if (scopes.isEmpty()) {
            form.wrong("scopes", otherwise);
            return Set.of();
        }
        return EnumSet.copyOf(scopes.get());
    }

    /** All fields except name and scopes, as a change of a key. */
    Consumer<ApiKey> settings(Instant now) {
        Optional<List<UUID>> models = form.list(
                "models", ApiKey.MAX_MODELS, Message.of("security.models", ApiKey.MAX_MODELS), Parameters::uuid);
        Optional<Integer> requests = form.integer("requestsPerMinute", 1, ApiKey.MAX_REQUESTS_PER_MINUTE);
        Optional<Instant> expiry = form.instant("expiresAt");
        if (expiry.isPresent() && !expiry.get().isAfter(now)) {
            form.wrong("expiresAt", Message.of("security.expiry-past"));
        }
        return key -> {
            if (form.has("models")) {
                key.allowModels(models);
            }
            if (form.has("requestsPerMinute")) {
                key.limit(requests);
            }
            if (form.has("expiresAt")) {
                key.expireAt(expiry);
            }
        };
    }

    /** All fields, as a change of a key. */
    Consumer<ApiKey> change(Instant now) {
        Optional<String> name = form.has("name") ? Optional.of(name()) : Optional.empty();
        Optional<Set<Scope>> scopes = form.has("scopes") ? Optional.of(scopes()) : Optional.empty();
        Consumer<ApiKey> settings = settings(now);
        return key -> {
            name.ifPresent(key::rename);
            scopes.ifPresent(key::allow);
            settings.accept(key);
        };
    }

    void check() {
        form.check();
    }
}
