package dev.escriba.security.entity;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The principal that makes a request, with its account, roles and limits.
 *
 * @param name of the credential or the person, never the secret; constant as long as either exists
 * @param models the models that it may use; empty means all models
 */
public record Caller(String name, String accountId, Set<String> roles, Optional<Set<UUID>> models, Limits limits)
        implements Principal {

    public static final int MAX_NAME_CHARACTERS = 200;

    public Caller {
        roles = Set.copyOf(roles);
        models = models.map(Set::copyOf);
    }

    /** A caller without limits. */
    public Caller(String name, String accountId, Set<String> roles) {
        this(name, accountId, roles, Optional.empty(), Limits.NONE);
    }

    @Override
    public String getName() {
        return name;
    }

    public boolean mayUse(UUID model) {
        return models.isEmpty() || models.get().contains(model);
    }

    public boolean hasAnyRole(String... wanted) {
        return Set.of(wanted).stream().anyMatch(roles::contains);
    }
}
