package dev.escriba.billing.entity;

import java.util.Optional;

/**
 * Who spends.
 *
 * @param accountId whose money it is
 * @param key name of the credential that asked
 * @param userIdentifier whom the caller attributes it to, if anyone
 */
public record Spender(String accountId, String key, Optional<String> userIdentifier) {}
