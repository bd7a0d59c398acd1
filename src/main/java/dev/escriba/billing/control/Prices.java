package dev.escriba.billing.control;

import dev.escriba.billing.entity.Cost;
import dev.escriba.models.entity.Price;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Currency;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Computes costs from prices. */
@ApplicationScoped
public class Prices {

    private static final BigDecimal NANOS_PER_MINUTE = BigDecimal.valueOf(60_000_000_000L);

    @Inject
    @ConfigProperty(name = "escriba.billing.currency", defaultValue = "USD")
    String currency;

    protected Prices() {}

    /** For use without a container. */
    public Prices(String currency) {
        this.currency = currency;
    }

    @PostConstruct
    void check() {
        try {
            Currency.getInstance(currency);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("escriba.billing.currency is not an ISO 4217 code: " + currency, e);
        }
    }

    /** Has the configuration checked when the application starts. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Minutes and tokens at their price, rounded half even once for each part, at the end. */
    public Cost cost(Price price, Duration audio, int promptTokens, int completionTokens) {
        // one division, last, so that nothing is rounded twice
        BigDecimal minutes = price.perMinute().multiply(new BigDecimal(nanos(audio)));
        BigDecimal prompt = minutes.divide(NANOS_PER_MINUTE, 30, RoundingMode.HALF_EVEN)
                .add(tokens(price.perMillionPromptTokens(), promptTokens));
        return new Cost(
                rounded(tokens(price.perMillionCompletionTokens(), completionTokens)), rounded(prompt), currency);
    }

    private static BigInteger nanos(Duration audio) {
        return BigInteger.valueOf(audio.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000L))
                .add(BigInteger.valueOf(audio.getNano()));
    }

    private static BigDecimal tokens(BigDecimal perMillion, int tokens) {
        return perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
    }

    private static BigDecimal rounded(BigDecimal amount) {
        return amount.setScale(Cost.SCALE, RoundingMode.HALF_EVEN);
    }
}
