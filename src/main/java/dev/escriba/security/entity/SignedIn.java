package dev.escriba.security.entity;

import java.util.Optional;
import java.util.Set;

/**
 * What a sign-on, whichever it is, says of somebody.
 *
 * @param subject stays the same, and is nobody else's: names of the server's realm or of a proxy say so, because another sign-on may know the same
 * @param name for people to read
 * @param groups as the sign-on calls them
 * @param account name or id of the account that it says somebody belongs to
 */
public record SignedIn(String subject, String name, Set<String> groups, Optional<String> account) {

    public SignedIn {
        groups = Set.copyOf(groups);
    }
}
