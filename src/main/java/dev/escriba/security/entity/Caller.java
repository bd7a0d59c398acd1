package dev.escriba.security.entity;

import java.security.Principal;
import java.util.Set;

/**
 * Who is calling, and for whose account.
 *
 * @param name of the credential, never the credential itself
 */
public record Caller(String name, String accountId, Set<String> roles) implements Principal {

    public Caller {
        roles = Set.copyOf(roles);
    }

    @Override
    public String getName() {
        return name;
    }
}
