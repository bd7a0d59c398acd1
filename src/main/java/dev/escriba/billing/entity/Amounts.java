package dev.escriba.billing.entity;

import java.math.BigDecimal;

/** How amounts are written down. */
public final class Amounts {

    private Amounts() {}

    /** Without idle zeros, but with a decimal point, as a double is written. */
    public static BigDecimal shortest(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 1 ? stripped.setScale(1) : stripped;
    }

    /** For people: without idle zeros and without an exponent. */
    public static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
