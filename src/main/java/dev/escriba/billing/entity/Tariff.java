package dev.escriba.billing.entity;

import dev.escriba.models.entity.Price;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What an account pays for a model: the price in force, and the currency and decimal places of the account.
 *
 * @param priceId the stored price that this is; none for a model that never had one and is free
 * @param scale decimal places that amounts are rounded to, half even
 */
public record Tariff(Optional<UUID> priceId, Price price, String currency, int scale) {

    private static final BigDecimal NANOS_PER_MINUTE = BigDecimal.valueOf(60_000_000_000L);

    public boolean isFree() {
        return price.isFree();
    }

    /**
     * Minutes and tokens at their price, rounded half even once for each part, at the end. Grows with each of them, so that the cost of the most
     * bounds the cost of less.
     */
    public Cost cost(Duration audio, int promptTokens, int completionTokens) {
        // over one denominator: the only division rounds
        BigDecimal prompt = price.perMinute()
                .multiply(new BigDecimal(nanos(audio)))
                .add(tokens(price.perMillionPromptTokens(), promptTokens).multiply(NANOS_PER_MINUTE))
                .divide(NANOS_PER_MINUTE, scale, RoundingMode.HALF_EVEN);
        BigDecimal completion =
                tokens(price.perMillionCompletionTokens(), completionTokens).setScale(scale, RoundingMode.HALF_EVEN);
        return new Cost(completion, prompt, currency);
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
