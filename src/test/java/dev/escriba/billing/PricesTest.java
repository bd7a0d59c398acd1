package dev.escriba.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.escriba.billing.control.Prices;
import dev.escriba.billing.entity.Cost;
import dev.escriba.models.entity.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PricesTest {

    private final Prices prices = new Prices("USD");

    @Test
    void minutesAndTokensAddUp() {
        Price price = new Price(new BigDecimal("0.006"), new BigDecimal("2.5"), new BigDecimal("10"));
        Cost cost = prices.cost(price, Duration.ofSeconds(90), 1000, 500);
        assertThat(cost.prompt()).isEqualByComparingTo("0.0115");
        assertThat(cost.completion()).isEqualByComparingTo("0.005");
        assertThat(cost.total()).isEqualByComparingTo("0.0165");
        assertThat(cost.currency()).isEqualTo("USD");
    }

    @Test
    void halvesAreRoundedToTheEvenNeighbour() {
        Price price = new Price(BigDecimal.ZERO, BigDecimal.ZERO, new BigDecimal("0.5"));
        assertThat(prices.cost(price, Duration.ZERO, 0, 1).completion()).isEqualByComparingTo("0.000000");
        assertThat(prices.cost(price, Duration.ZERO, 0, 3).completion()).isEqualByComparingTo("0.000002");
    }

    @Test
    void partsSumToTheTotalForAnyPrice() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            Price price = new Price(amount(random), amount(random), amount(random));
            Cost cost = prices.cost(
                    price,
                    Duration.ofNanos(random.nextLong(1L << 44)),
                    random.nextInt(1 << 20),
                    random.nextInt(1 << 20));
            assertThat(cost.prompt().add(cost.completion())).isEqualTo(cost.total());
            assertThat(cost.total().scale()).isEqualTo(Cost.SCALE);
        }
    }

    @Test
    void freeIsFree() {
        assertThat(prices.cost(Price.FREE, Duration.ofDays(1), 1, 1).total()).isZero();
    }

    @Test
    void aNegativePriceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Price(BigDecimal.ONE.negate(), BigDecimal.ZERO, BigDecimal.ZERO));
    }

    private static BigDecimal amount(SplittableRandom random) {
        return BigDecimal.valueOf(random.nextLong(1_000_000_000L), random.nextInt(12));
    }
}
