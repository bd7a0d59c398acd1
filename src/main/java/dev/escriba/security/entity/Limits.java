package dev.escriba.security.entity;

import java.util.Optional;

/**
 * Maximum requests per minute of a caller; empty means no limit.
 *
 * @param own limit of the caller alone
 * @param ofAccount limit of all callers of the account together
 */
public record Limits(Optional<Integer> own, Optional<Integer> ofAccount) {

    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
}
