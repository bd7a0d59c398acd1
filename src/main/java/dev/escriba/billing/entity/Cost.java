package dev.escriba.billing.entity;

import java.math.BigDecimal;

/**
 * The cost of one run: {@code prompt} for the audio and the prompt tokens, {@code completion} for the text. {@link
 * Tariff} computes and rounds them.
 */
public record Cost(BigDecimal completion, BigDecimal prompt, String currency) {

    /** The exact sum of the rounded parts. */
    public BigDecimal total() {
        return completion.add(prompt);
    }

    /** This cost, reduced to a maximum if it is more. The part for the text is reduced first. */
    public Cost atMost(BigDecimal most) {
        if (total().compareTo(most) <= 0) {
            return this;
        }
        BigDecimal limited = prompt.min(most);
        return new Cost(most.subtract(limited), limited, currency);
    }
}
