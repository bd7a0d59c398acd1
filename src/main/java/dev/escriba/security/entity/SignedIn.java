package dev.escriba.security.entity;

import java.util.Optional;
import java.util.Set;

/**
 * The identity that a sign-on reports.
 *
 * @param subject constant and unique; users of the server's realm and of a proxy have a prefix, because another sign-on
 *     may have the same name
 * @param name for people to read
 * @param groups by their names in the sign-on
 * @param account name or id of the account, if the sign-on reports one
 */
public record SignedIn(String subject, String name, Set<String> groups, Optional<String> account) {

    public SignedIn {
        groups = Set.copyOf(groups);
    }
}
