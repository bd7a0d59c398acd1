package dev.escriba.models.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.settings.control.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredPricesTest {

    private static final UUID MODEL = UUID.fromString("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01");
    private static final String PREFIX = "escriba.models.prices." + MODEL + ".";

    @Test
    void partsWithoutAPriceAreFree() {
        ConfiguredPrices prices = of(Map.of(PREFIX + "per-minute", "0.006"));
        assertThat(prices.of(MODEL).orElseThrow().perMinute()).isEqualByComparingTo("0.006");
        assertThat(prices.of(MODEL).orElseThrow().perMillionPromptTokens()).isZero();
        assertThat(prices.of(UUID.randomUUID())).isEmpty();
        prices.requireKnown(List.of(MODEL));
    }

    @Test
    void zeroIsAPrice() {
        assertThat(of(Map.of(PREFIX + "per-minute", "0")).of(MODEL)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0,006", "-1", "0.0000000000001"})
    void refusesAnInvalidPrice(String value) {
        assertThatThrownBy(() -> of(Map.of(PREFIX + "per-minute", value))).isInstanceOf(IllegalArgumentException.class);
    }

    /** The intended model would have no price. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e09.per-minute",
                "escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01.per-hour",
                "ESCRIBA_MODELS_PRICES_5E5C0F0A_6A0B_5D0E_9A53_5F1D6A7D0E09_PER_MINUTE"
            })
    void aPriceOfNothingIsRefused(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Map.of(key, "1")).requireKnown(List.of(MODEL)))
                .withMessageContaining(key);
    }

    @Test
    void environmentVariablesArePricesToo() {
        ConfiguredPrices prices =
                of(Map.of("ESCRIBA_MODELS_PRICES_5E5C0F0A_6A0B_5D0E_9A53_5F1D6A7D0E01_PER_MINUTE", "1"));
        prices.requireKnown(List.of(MODEL));
        assertThat(prices.of(MODEL).orElseThrow().perMinute()).isEqualByComparingTo("1");
    }

    @Test
    void modelsAreChargeableByNameOrAll() {
        assertThat(of(Map.of()).isChargeable(MODEL)).isFalse();
        assertThat(of(Map.of("escriba.models.chargeable", "all")).isChargeable(MODEL))
                .isTrue();
        assertThat(of(Map.of("escriba.models.chargeable", "x, " + MODEL)).isChargeable(MODEL))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> of(Map.of("escriba.models.chargeable", "unknown")).requireKnown(List.of(MODEL)))
                .withMessageContaining("unknown");
    }

    private static ConfiguredPrices of(Map<String, String> values) {
        ConfiguredPrices prices = new ConfiguredPrices();
        prices.settings = SettingsReader.read(Configured.by(values), ModelSettings::read);
        return prices;
    }
}
