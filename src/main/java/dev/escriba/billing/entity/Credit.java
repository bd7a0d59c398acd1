package dev.escriba.billing.entity;

import java.math.BigDecimal;

/**
 * An amount that an administrator adds to the balance of an account or takes back.
 *
 * @param amount in the currency of the account; not zero, negative to take back
 * @param reason for readers of the ledger
 * @param author name of the caller
 * @param reference digest of the idempotency key
 */
public record Credit(String accountId, BigDecimal amount, String reason, String author, String reference) {}
