package dev.escriba.models.entity;

import java.math.BigDecimal;
import java.util.stream.Stream;

/** The price of a model, in the currency of the account that pays. The parts add up. */
public record Price(BigDecimal perMinute, BigDecimal perMillionPromptTokens, BigDecimal perMillionCompletionTokens) {

    /** The decimal places of a part. */
    private static final int MAX_DECIMAL_PLACES = 12;

    private static final BigDecimal MAX_AMOUNT = BigDecimal.TEN.pow(9);

    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** The condition of {@link #isPossible}, for the message of a wrong setting. */
    public static final String POSSIBLE =
            "Set it to a number from 0 to " + MAX_AMOUNT + " with at most " + MAX_DECIMAL_PLACES + " decimal places.";

    public Price {
        if (!parts(perMinute, perMillionPromptTokens, perMillionCompletionTokens)
                .allMatch(Price::isPossible)) {
            throw new IllegalArgumentException(
                    "a price is 0 to " + MAX_AMOUNT + ", with at most " + MAX_DECIMAL_PLACES + " decimal places");
        }
    }

    /** Whether a part of a price can have this amount. */
    public static boolean isPossible(BigDecimal part) {
        return part.signum() >= 0
                && part.compareTo(MAX_AMOUNT) <= 0
                && part.stripTrailingZeros().scale() <= MAX_DECIMAL_PLACES;
    }

    public boolean isFree() {
        return parts().allMatch(part -> part.signum() == 0);
    }

    /** Whether a part of it is for tokens. */
    public boolean countsTokens() {
        return perMillionPromptTokens.signum() > 0 || perMillionCompletionTokens.signum() > 0;
    }

    /** Whether all parts are equal, whatever their trailing zeros. */
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
