package dev.escriba.models.entity;

import java.math.BigDecimal;

/** What a model costs, in the currency of the account that pays; all parts add up. */
public record Price(BigDecimal perMinute, BigDecimal perMillionPromptTokens, BigDecimal perMillionCompletionTokens) {

    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    public Price {
        if (perMinute.signum() < 0 || perMillionPromptTokens.signum() < 0 || perMillionCompletionTokens.signum() < 0) {
            throw new IllegalArgumentException("a price cannot be negative");
        }
    }
}
