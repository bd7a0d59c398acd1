package dev.escriba.billing.entity;

import java.math.BigDecimal;

/** What one execution cost: {@code prompt} for the audio and the prompt, {@code completion} for the text. */
public record Cost(BigDecimal completion, BigDecimal prompt, String currency) {

    /** The sum of the rounded parts, so exactly. */
    public BigDecimal total() {
        return completion.add(prompt);
    }

    /** This, or, where it is more than that, so much of it: the part for the text gives way first. */
    public Cost atMost(BigDecimal most) {
        if (total().compareTo(most) <= 0) {
            return this;
        }
        BigDecimal limited = prompt.min(most);
        return new Cost(most.subtract(limited), limited, currency);
    }
}
