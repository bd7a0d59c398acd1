package dev.escriba.billing.entity;

import java.math.BigDecimal;

/**
 * What an account pays for a model and what it can spend, at one moment.
 *
 * @param tariff price, currency and decimal places
 * @param balance amount that it can spend; zero for an account without a row
 */
public record AccountPricing(Tariff tariff, BigDecimal balance) {

    /** Whether the model is free or the balance is not zero. */
    public boolean canPay() {
        return tariff.isFree() || balance.signum() != 0;
    }
}
