package dev.escriba.security.entity;

import java.util.Optional;
import java.util.Set;

/**
 * What a company's sign-on says of somebody, a person or a program.
 *
 * @param subject unique at the provider, and always the same
 * @param name by which people know who it is
 * @param account whose executions these are, as far as the provider knows
 */
public record SignedIn(String subject, String name, Set<String> groups, Optional<String> account) {

    public SignedIn {
        groups = Set.copyOf(groups);
    }
}
