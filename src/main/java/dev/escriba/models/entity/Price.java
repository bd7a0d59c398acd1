package dev.escriba.models.entity;

import java.math.BigDecimal;
import java.util.stream.Stream;

/** What a model costs, in the currency of the account that pays; all parts add up. */
public record Price(BigDecimal perMinute, BigDecimal perMillionPromptTokens, BigDecimal perMillionCompletionTokens) {

    /** Decimal places that are kept of it, and digits before them. */
    private static final int PLACES = 12;

    private static final BigDecimal MOST = BigDecimal.TEN.pow(9);

    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    public Price {
        if (parts(perMinute, perMillionPromptTokens, perMillionCompletionTokens).anyMatch(part -> part.signum() < 0)) {
            throw new IllegalArgumentException("a price cannot be negative");
        }
        if (parts(perMinute, perMillionPromptTokens, perMillionCompletionTokens)
                .anyMatch(part ->
                        part.compareTo(MOST) > 0 || part.stripTrailingZeros().scale() > PLACES)) {
            throw new IllegalArgumentException(
                    "a price has at most " + PLACES + " decimal places and is at most " + MOST);
        }
    }

    public boolean isFree() {
        return parts().allMatch(part -> part.signum() == 0);
    }

    /** Whether it is the same in every part, however many zeros are written. */
    public boolean isSameAs(Price other) {
        return perMinute.compareTo(other.perMinute) == 0
                && perMillionPromptTokens.compareTo(other.perMillionPromptTokens) == 0
                && perMillionCompletionTokens.compareTo(other.perMillionCompletionTokens) == 0;
    }

    private Stream<BigDecimal> parts() {
        return parts(perMinute, perMillionPromptTokens, perMillionCompletionTokens);
    }

    private static Stream<BigDecimal> parts(BigDecimal minute, BigDecimal promptTokens, BigDecimal completionTokens) {
        return Stream.of(minute, promptTokens, completionTokens);
    }
}
