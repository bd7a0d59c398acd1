package dev.escriba.billing.entity;

import java.math.BigDecimal;

/**
 * How an account stands towards a model at a moment.
 *
 * @param tariff what it pays
 * @param balance what it can spend; zero where it never had any money
 */
public record AccountPricing(Tariff tariff, BigDecimal balance) {

    /** Whether it could pay anything at all, or need not. */
    public boolean canPay() {
        return tariff.isFree() || balance.signum() != 0;
    }
}
