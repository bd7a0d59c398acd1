package dev.escriba.settings.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.settings.entity.WrongSetting;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

// the tests read the types of the fields by reflection
@SuppressWarnings("UnusedVariable")
class ReadableSettingsTest {

    /** Injected as these. */
    private int number;

    private long large;
    private boolean flag;
    private Optional<BigDecimal> decimal = Optional.empty();
    private Duration duration;
    private Optional<UUID> id = Optional.empty();
    private Optional<Integer> count = Optional.empty();

    @ParameterizedTest
    @CsvSource({
        "number, many, whole number",
        "number, 3000000000, whole number",
        "large, 25MB, whole number",
        "flag, perhaps, true or false",
        "decimal, '0,006', decimal number",
        "duration, 30s, ISO 8601",
        "id, 17, UUID",
        "count, 1.5, whole number"
    })
    void whatCannotBeReadIsNamedWithItsKeyValueAndRemedy(String field, String value, String remedy) throws Exception {
        assertThat(wrong(field, value).orElseThrow())
                .hasMessageContainingAll("escriba.some." + field, '"' + value + '"', remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "number, 32",
        "large, 3000000000",
        "flag, true",
        "flag, false",
        "flag, ON",
        "decimal, 0.006",
        "duration, PT30S",
        "id, 5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00",
        "count, 2"
    })
    void whatCanBeReadIsNot(String field, String value) throws Exception {
        assertThat(wrong(field, value)).isEmpty();
    }

    @Test
    void whatIsNotSetIsNotWrong() {
        assertThat(ReadableSettings.wrong(FakeConfig.of(Map.of()), "escriba.some.number", int.class))
                .isEmpty();
    }

    private static Optional<WrongSetting> wrong(String field, String value) throws Exception {
        Type type = ReadableSettingsTest.class.getDeclaredField(field).getGenericType();
        String key = "escriba.some." + field;
        return ReadableSettings.wrong(FakeConfig.of(Map.of(key, value)), key, type);
    }
}
