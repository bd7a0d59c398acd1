package dev.escriba.billing.entity;

import java.math.BigDecimal;

/** What one execution cost: {@code prompt} for the audio and the prompt, {@code completion} for the text. */
public record Cost(BigDecimal completion, BigDecimal prompt, String currency) {

    /** Decimal places of every amount. */
    public static final int SCALE = 6;

    public BigDecimal total() {
        return completion.add(prompt);
    }
}
