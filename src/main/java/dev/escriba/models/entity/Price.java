package dev.escriba.models.entity;

import java.math.BigDecimal;
import java.util.stream.Stream;

/** What a model costs, in the currency of the account that pays; all parts add up. */
public record Price(BigDecimal perMinute, BigDecimal perMillionPromptTokens, BigDecimal perMillionCompletionTokens) {

    /** Decimal places that are kept of it, and digits before them. */
    private static final int PLACES = 12;

    private static final BigDecimal MOST = BigDecimal.TEN.pow(9);

    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** What {@link #isPossible} asks, for the message of a wrong setting. */
    public static final String POSSIBLE =
            "Set it to a number from 0 to " + MOST + " with at most " + PLACES + " decimal places.";

    public Price {
        if (!parts(perMinute, perMillionPromptTokens, perMillionCompletionTokens)
                .allMatch(Price::isPossible)) {
            throw new IllegalArgumentException(
                    "a price is 0 to " + MOST + ", with at most " + PLACES + " decimal places");
        }
    }

    /** Whether a part of a price can be this much. */
    public static boolean isPossible(BigDecimal part) {
        return part.signum() >= 0
                && part.compareTo(MOST) <= 0
                && part.stripTrailingZeros().scale() <= PLACES;
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
