package dev.escriba.billing.entity;

import dev.escriba.models.entity.Price;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The price of a model that is in force, with the currency and decimal places of an account.
 *
 * @param priceId id of the stored price; empty for a free model without one
 * @param scale decimal places that amounts are rounded to
 * @param rounding half even, or up so that no part of a cost is zero unless its price or its quantity is
 */
public record Tariff(Optional<UUID> priceId, Price price, String currency, int scale, RoundingMode rounding) {

    /** A minute of speech and its text. A price that makes it free makes nearly every run free. */
    private static final Duration USUAL_AUDIO = Duration.ofMinutes(1);

    /** Audio tokens of a minute: fewer than the embedded models count. */
    private static final int USUAL_PROMPT_TOKENS = 1_000;

    private static final int USUAL_TOKENS = 200;

    private static final BigDecimal NANOS_PER_MINUTE = BigDecimal.valueOf(60_000_000_000L);

    /** A tariff that rounds half even. */
    public Tariff(Optional<UUID> priceId, Price price, String currency, int scale) {
        this(priceId, price, currency, scale, RoundingMode.HALF_EVEN);
    }

    public boolean isFree() {
        return price.isFree();
    }

    /**
     * The cost of a run. Each of the two parts is rounded once, at the end. The cost grows with each
     * argument, so the cost of the maximum is an upper bound.
     */
    public Cost cost(Duration audio, int promptTokens, int completionTokens) {
        // a common denominator, so that only the division rounds
        BigDecimal prompt = price.perMinute()
                .multiply(new BigDecimal(nanos(audio)))
                .add(tokens(price.perMillionPromptTokens(), promptTokens).multiply(NANOS_PER_MINUTE))
                .divide(NANOS_PER_MINUTE, scale, rounding);
        BigDecimal completion =
                tokens(price.perMillionCompletionTokens(), completionTokens).setScale(scale, rounding);
        return new Cost(completion, prompt, currency);
    }

    /** Whether the model has a price, and rounding makes a minute of speech free nevertheless. */
    public boolean isFreeByRounding() {
        return !isFree()
                && cost(USUAL_AUDIO, USUAL_PROMPT_TOKENS, USUAL_TOKENS).total().signum() == 0;
    }

    private static BigInteger nanos(Duration audio) {
        return BigInteger.valueOf(audio.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000L))
                .add(BigInteger.valueOf(audio.getNano()));
    }

    private static BigDecimal tokens(BigDecimal perMillion, int tokens) {
        return perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
    }
}
