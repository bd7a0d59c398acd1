package dev.escriba.billing.entity;

import java.math.BigDecimal;

/**
 * An amount that an administrator adds to an account's balance, or takes back.
 *
 * @param amount not zero; in the account's currency
 * @param reason why, for whoever reads the ledger
 * @param author who does it
 * @param reference digest of the key that makes it happen once, however often it is asked for
 */
public record Credit(String accountId, BigDecimal amount, String reason, String author, String reference) {}
