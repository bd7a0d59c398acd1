package dev.escriba.openai.boundary;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Numbers in the form of the answers: without an exponent, and without zeros at their end. */
final class JsonNumbers {

    private static final int DECIMALS = 6;

    private JsonNumbers() {}

    /** Seconds with three decimals at most. */
    static BigDecimal seconds(Duration time) {
        return plain(BigDecimal.valueOf(time.toMillis(), 3));
    }

    /** Whole seconds of the recording, rounded up, as OpenAI counts them. The charge depends on the channels too. */
    static long wholeSeconds(Duration time) {
        return time.plusSeconds(1).minusNanos(1).toSeconds();
    }

    /** Six decimals at most. A number that JSON cannot express becomes 0. */
    static BigDecimal of(double number) {
        return Double.isFinite(number)
                ? plain(BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP))
                : BigDecimal.ZERO;
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
