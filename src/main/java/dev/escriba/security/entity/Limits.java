package dev.escriba.security.entity;

import java.util.Optional;

/**
 * Requests a minute that a caller is held to.
 *
 * @param own of the caller alone
 * @param ofAccount of all callers of the account together
 */
public record Limits(Optional<Integer> own, Optional<Integer> ofAccount) {

    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
}
