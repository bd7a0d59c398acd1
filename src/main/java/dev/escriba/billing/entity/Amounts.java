package dev.escriba.billing.entity;

import java.math.BigDecimal;

/** Formats amounts. */
public final class Amounts {

    private Amounts() {}

    /** For JSON: without trailing zeros, but with a decimal point, as a double is written. */
    public static BigDecimal shortest(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 1 ? stripped.setScale(1) : stripped;
    }

    /** For people: without trailing zeros and without an exponent. */
    public static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
