package dev.escriba.models.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.models.control.ModelPrices;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.Price;
import dev.escriba.models.entity.PriceInForce;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiModelFormTest {

    private static final UUID MODEL = UUID.fromString("0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b11");
    private static final UUID PRICE = UUID.fromString("0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b12");

    @Test
    void whatWasReadOfThePriceInForceMayComeBack() {
        CatalogueEntry entry = read(
                "{\"perMinute\": 2, \"currency\": \"USD\", \"validFrom\": \"2026-03-01T10:00:00.5Z\", \"priceId\": \""
                        + PRICE + "\"}",
                Optional.of(MODEL));
        assertThat(entry.price().map(Price::perMinute)).contains(new BigDecimal("2"));
        assertThat(read(
                                "{\"perMinute\": 2, \"currency\": null, \"validFrom\": null, \"priceId\": null}",
                                Optional.empty())
                        .price())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "currency, EUR",
        "currency, usd",
        "validFrom, 2030-01-01T00:00:00Z",
        "priceId, 0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b13"
    })
    void whatWouldHaveNoEffectIsRefused(String field, String value) {
        assertRefused(field, value, Optional.of(MODEL));
    }

    @ParameterizedTest
    @CsvSource({"validFrom, 2026-03-01T10:00:00.5Z", "priceId, 0f0c2d5e-54b3-4a3b-9d8e-6a2f1f6f2b12"})
    void aNewModelHasNoPriceInForce(String field, String value) {
        assertRefused(field, value, Optional.empty());
    }

    private static void assertRefused(String field, String value, Optional<UUID> model) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read("{\"perMinute\": 2, \"" + field + "\": \"" + value + "\"}", model))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.errors()).containsOnlyKeys("price." + field);
                });
    }

    private static CatalogueEntry read(String price, Optional<UUID> model) {
        String body = "{\"name\": \"Whisper\", \"provider\": \"OpenAI\", \"languages\": [\"en\"],"
                + " \"licence\": \"proprietary\", \"price\": " + price + "}";
        return AiModelForm.of(
                        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                        List.of(),
                        prices(),
                        "an account")
                .entry(model);
    }

    private static ModelPrices prices() {
        return new ModelPrices() {
            @Override
            public Map<UUID, PriceInForce> inForce(String accountId) {
                return Map.of(
                        MODEL,
                        new PriceInForce(
                                PRICE,
                                new Price(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO),
                                "USD",
                                Instant.parse("2026-03-01T10:00:00.5Z")));
            }

            @Override
            public void set(Caller author, AiModel model, Price price) {}

            @Override
            public void requireBound(AiModel model) {}

            @Override
            public void requireEffective(AiModel model) {}

            @Override
            public String currency() {
                return "USD";
            }

            @Override
            public boolean isPriced(UUID model) {
                return true;
            }
        };
    }
}
