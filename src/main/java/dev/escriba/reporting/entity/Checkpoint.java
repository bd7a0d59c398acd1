package dev.escriba.reporting.entity;

import java.math.BigDecimal;

/**
 * How far the ledger of an account has been checked.
 *
 * @param line number of the last line that was checked
 * @param amount sum of the lines until there; the balance after the last one
 * @param held sum of the lines against the book HELD, with the sign turned
 */
public record Checkpoint(long line, BigDecimal amount, BigDecimal held) {

    /** Before the first line of an account. */
    public static final Checkpoint NONE = new Checkpoint(0, BigDecimal.ZERO, BigDecimal.ZERO);

    /** The checkpoint after a piece that follows this one. */
    public Checkpoint after(Piece piece) {
        return new Checkpoint(line + piece.lines(), amount.add(piece.amount()), held.subtract(piece.held()));
    }
}
