package dev.escriba.reporting.entity;

import java.math.BigDecimal;

/**
 * The balance of an account, as one statement finds it.
 *
 * @param lines number of its ledger lines
 * @param amount the amount that it can spend
 * @param held the amount that its balance row has as held
 * @param open sum of its open holds
 */
public record AccountTotals(String account, long lines, BigDecimal amount, BigDecimal held, BigDecimal open) {}
