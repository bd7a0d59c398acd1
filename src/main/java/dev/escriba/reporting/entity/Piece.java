package dev.escriba.reporting.entity;

import java.math.BigDecimal;

/**
 * Consecutive ledger lines of an account, as one statement finds them.
 *
 * @param lines number of lines
 * @param amount their sum
 * @param held sum of those against the book HELD
 * @param breaks number of lines whose balance is not the one before and the amount
 */
public record Piece(long lines, BigDecimal amount, BigDecimal held, long breaks) {}
