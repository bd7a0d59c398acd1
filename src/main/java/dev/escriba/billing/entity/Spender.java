package dev.escriba.billing.entity;

import java.util.Optional;

/**
 * The account, key and user that a cost is attributed to.
 *
 * @param accountId account that pays
 * @param key name of the caller
 * @param userIdentifier end user that the caller names
 */
public record Spender(String accountId, String key, Optional<String> userIdentifier) {}
