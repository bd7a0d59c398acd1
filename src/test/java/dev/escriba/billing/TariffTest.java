package dev.escriba.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.entity.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffTest {

    private static Tariff tariff(String perMinute, String perMillionPrompt, String perMillionCompletion, int scale) {
        Price price = new Price(
                new BigDecimal(perMinute), new BigDecimal(perMillionPrompt), new BigDecimal(perMillionCompletion));
        return new Tariff(Optional.empty(), price, "USD", scale);
    }

    @Test
    void minutesAndTokensAddUp() {
        Cost cost = tariff("0.006", "2.5", "10", 6).cost(Duration.ofSeconds(90), 1000, 500);
        assertThat(cost.prompt()).isEqualByComparingTo("0.0115");
        assertThat(cost.completion()).isEqualByComparingTo("0.005");
        assertThat(cost.total()).isEqualByComparingTo("0.0165");
        assertThat(cost.currency()).isEqualTo("USD");
    }

    @Test
    void halvesAreRoundedToTheEvenNeighbour() {
        Tariff tariff = tariff("0", "0", "0.5", 6);
        assertThat(tariff.cost(Duration.ZERO, 0, 1).completion()).isEqualByComparingTo("0.000000");
        assertThat(tariff.cost(Duration.ZERO, 0, 3).completion()).isEqualByComparingTo("0.000002");
    }

    /** One second at 0.01 per minute costs 0.000166666..., which has no finite decimal form. */
    @ParameterizedTest
    @CsvSource({"0, 0", "2, 0.00", "4, 0.0002", "6, 0.000167", "9, 0.000166667"})
    void amountsHaveTheDecimalPlacesOfTheAccount(int scale, BigDecimal expected) {
        assertThat(tariff("0.01", "0", "0", scale)
                        .cost(Duration.ofSeconds(1), 0, 0)
                        .prompt())
                .isEqualTo(expected);
    }

    /** Only what has no price or no quantity is free. */
    @ParameterizedTest
    @CsvSource({"0.000001, 1, 0, 0.01, 0", "0, 1, 1, 0, 0.01", "0.000001, 0, 0, 0, 0", "0.01, 60, 0, 0.01, 0"})
    void partsAreRoundedUpWhereTheOperatorWants(
            String perMinute, int seconds, int tokens, BigDecimal prompt, BigDecimal completion) {
        Tariff tariff = new Tariff(
                Optional.empty(),
                new Price(new BigDecimal(perMinute), BigDecimal.ZERO, new BigDecimal("0.000001")),
                "USD",
                2,
                RoundingMode.UP);
        Cost cost = tariff.cost(Duration.ofSeconds(seconds), 0, tokens);
        assertThat(cost.prompt()).isEqualByComparingTo(prompt);
        assertThat(cost.completion()).isEqualByComparingTo(completion);
    }

    @ParameterizedTest
    @CsvSource({"0.005, 2, true", "0.0051, 2, false", "0.006, 6, false", "0, 0, false", "0.4, 0, true"})
    void aMinuteOfSpeechTellsWhetherAPriceIsLostInRounding(String perMinute, int scale, boolean free) {
        assertThat(tariff(perMinute, "0", "0", scale).isFreeByRounding()).isEqualTo(free);
    }

    @Test
    void aPriceOfPromptTokensAloneIsNotLostInRounding() {
        assertThat(tariff("0", "0.002", "0", 6).isFreeByRounding()).isFalse();
        assertThat(tariff("0", "0.0000001", "0", 6).isFreeByRounding()).isTrue();
    }

    /** Minutes and prompt tokens are one part of the cost. It is rounded once. */
    @Test
    void aPartIsRoundedOnce() {
        assertThat(tariff("0.03", "0.000000015", "0", 3)
                        .cost(Duration.ofSeconds(1), 1, 0)
                        .prompt())
                .isEqualTo("0.001");
        assertThat(tariff("0.03", "0", "0", 3).cost(Duration.ofSeconds(1), 1, 0).prompt())
                .isEqualTo("0.000");
    }

    @Test
    void partsSumToTheTotalForAnyPrice() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            int scale = random.nextInt(10);
            Tariff tariff = new Tariff(
                    Optional.empty(), new Price(amount(random), amount(random), amount(random)), "USD", scale);
            Duration audio = Duration.ofNanos(random.nextLong(1L << 44));
            int promptTokens = random.nextInt(1 << 20);
            int completionTokens = random.nextInt(1 << 20);
            Cost cost = tariff.cost(audio, promptTokens, completionTokens);
            assertThat(cost.prompt().add(cost.completion())).isEqualTo(cost.total());
            assertThat(cost.total().scale()).isEqualTo(scale);
            assertThat(cost.prompt()
                            .subtract(exactPrompt(tariff.price(), audio, promptTokens))
                            .abs())
                    .isLessThanOrEqualTo(new BigDecimal("0.5").movePointLeft(scale));
            // a hold relies on this upper bound
            Cost less = tariff.cost(
                    audio.dividedBy(2), random.nextInt(promptTokens + 1), random.nextInt(completionTokens + 1));
            assertThat(less.total()).isLessThanOrEqualTo(cost.total());
        }
    }

    private static BigDecimal exactPrompt(Price price, Duration audio, int tokens) {
        BigDecimal minutes = new BigDecimal(audio.toNanos()).divide(new BigDecimal("60e9"), 50, RoundingMode.DOWN);
        return price.perMinute()
                .multiply(minutes)
                .add(price.perMillionPromptTokens()
                        .multiply(BigDecimal.valueOf(tokens))
                        .movePointLeft(6));
    }

    @Test
    void freeIsFree() {
        Tariff free = new Tariff(Optional.empty(), Price.FREE, "USD", 6);
        assertThat(free.isFree()).isTrue();
        assertThat(free.cost(Duration.ofDays(1), 1, 1).total()).isZero();
    }

    @Test
    void aCostIsLimitedToWhatWasSetAside() {
        Cost cost = new Cost(new BigDecimal("0.3"), new BigDecimal("0.5"), "USD");
        assertThat(cost.atMost(new BigDecimal("0.8"))).isSameAs(cost);
        assertThat(cost.atMost(new BigDecimal("0.6")))
                .isEqualTo(new Cost(new BigDecimal("0.1"), new BigDecimal("0.5"), "USD"));
        assertThat(cost.atMost(new BigDecimal("0.4")))
                .isEqualTo(new Cost(new BigDecimal("0.0"), new BigDecimal("0.4"), "USD"));
    }

    @ParameterizedTest
    @CsvSource({"-1", "0.0000000000001", "1000000001"})
    void aPriceThatCannotBeStoredAsItIsIsRefused(BigDecimal perMinute) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Price(perMinute, BigDecimal.ZERO, BigDecimal.ZERO));
    }

    private static BigDecimal amount(SplittableRandom random) {
        return BigDecimal.valueOf(random.nextLong(1_000_000_000L), random.nextInt(12));
    }
}
