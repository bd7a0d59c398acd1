package dev.escriba.settings.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.Sources;
import dev.escriba.settings.entity.WrongSetting;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private static final String PREFIX = "escriba.some.";

    private static final Map<String, Function<SettingsReader, Object>> READS = Map.of(
            "number", reader -> reader.integer(PREFIX + "number", "7", 1, Integer.MAX_VALUE),
            "large", reader -> reader.number(PREFIX + "large", "7", 0, Long.MAX_VALUE),
            "flag", reader -> reader.flag(PREFIX + "flag", "false"),
            "decimal", reader -> reader.decimal(PREFIX + "decimal"),
            "duration", reader -> reader.positive(PREFIX + "duration", "PT7S"),
            "grace", reader -> reader.notNegative(PREFIX + "grace", "PT7S"),
            "skew", reader -> reader.duration(PREFIX + "skew", "PT7S", Duration.ZERO, Duration.ofMinutes(2)),
            "id", reader -> reader.value(PREFIX + "id", UUID::fromString, "Set it to a UUID."),
            "count", reader -> reader.integer(PREFIX + "count", 1, 10));

    private static SettingsReader reader(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(PREFIX + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SettingsReader(Configured.by(values));
    }

    @ParameterizedTest
    @CsvSource({
        "number, many, whole number",
        "number, 3000000000, whole number",
        "number, 0, from 1 to 2147483647",
        "large, 25MB, whole number",
        "large, -1, from 0 to",
        "flag, perhaps, true or false",
        "decimal, '0,006', decimal number",
        "duration, 30s, ISO 8601",
        "duration, PT0S, longer than PT0S",
        "grace, PT-1S, PT0S or a longer duration",
        "skew, PT3M, from PT0S to PT2M",
        "id, 17, UUID",
        "count, 1.5, whole number",
        "count, 11, from 1 to 10"
    })
    void whatCannotBeReadIsNamedWithItsKeyValueAndRemedy(String name, String value, String remedy) {
        SettingsReader reader = reader(name, value);
        read(name, reader);
        assertThat(reader.wrong()).singleElement().satisfies(wrong -> assertThat(wrong)
                .hasMessageContainingAll(PREFIX + name, '"' + value + '"', remedy));
    }

    @ParameterizedTest
    @CsvSource({
        "number, 32, 32",
        "number, ' 32 ', 32",
        "large, 3000000000, 3000000000",
        "flag, true, true",
        "flag, false, false",
        "flag, ON, true",
        "flag, 0, false",
        "decimal, 0.006, Optional[0.006]",
        "duration, PT30S, PT30S",
        "grace, PT0S, PT0S",
        "skew, PT2M, PT2M",
        "id, 5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00, Optional[5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00]",
        "count, 2, Optional[2]"
    })
    void whatCanBeReadIsNot(String name, String value, String read) {
        SettingsReader reader = reader(name, value);
        assertThat(READS.get(name).apply(reader)).hasToString(read);
        assertThat(reader.wrong()).isEmpty();
    }

    @Test
    void whatIsNotSetIsNotWrong() {
        SettingsReader reader = reader();
        READS.keySet().forEach(name -> read(name, reader));
        assertThat(reader.wrong()).isEmpty();
        assertThat(reader.integer(PREFIX + "number", "7", 1, 10)).isEqualTo(7);
        assertThat(reader.decimal(PREFIX + "decimal")).isEmpty();
    }

    @Test
    void anEmptyValueStandsForTheDefault() {
        SettingsReader reader = reader("number", "", "text", " ");
        assertThat(reader.integer(PREFIX + "number", "7", 1, 10)).isEqualTo(7);
        assertThat(reader.text(PREFIX + "text", "usual")).isEqualTo("usual");
        assertThat(reader.wrong()).isEmpty();
    }

    @Test
    void remembersEveryWrongValueInTheOrderOfTheKeys() {
        SettingsReader reader = reader("number", "many", "flag", "perhaps", "decimal", "0.5");
        read("number", reader);
        read("flag", reader);
        read("decimal", reader);
        assertThat(reader.wrong()).extracting(WrongSetting::key).containsExactly(PREFIX + "flag", PREFIX + "number");
    }

    @Test
    void aRecordWithAWrongValueIsNotRead() {
        Map<String, String> values = Map.of(PREFIX + "number", "many");
        assertThatThrownBy(() -> SettingsReader.read(Configured.by(values), READS.get("number")))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(PREFIX + "number");
    }

    @Test
    void aListHasNoBlanksAroundItsValuesAndACommaAfterABackslashIsPartOfOne() {
        SettingsReader reader = reader("list", " a, cn=b\\,ou=c ,");
        assertThat(reader.list(PREFIX + "list")).isEqualTo(List.of("a", "cn=b,ou=c"));
        assertThat(reader.list(PREFIX + "other", "x,y")).isEqualTo(List.of("x", "y"));
        assertThat(reader.list(PREFIX + "none")).isEmpty();
    }

    @Test
    void aSecretIsReadAsItIsWritten() {
        SettingsReader reader = reader("secret", " s ");
        assertThat(reader.verbatim(PREFIX + "secret")).contains(" s ");
        assertThat(reader.text(PREFIX + "secret")).contains("s");
    }

    @Test
    void knowsItsKeysAndTheirDefaults() {
        SettingsReader reader = reader();
        read("number", reader);
        read("decimal", reader);
        assertThat(reader.defaults())
                .isEqualTo(Map.of(PREFIX + "number", Optional.of("7"), PREFIX + "decimal", Optional.empty()));
    }

    @Test
    void aKeyHasOneDefault() {
        SettingsReader reader = reader();
        reader.flag(PREFIX + "flag", "false");
        assertThatIllegalStateException().isThrownBy(() -> reader.flag(PREFIX + "flag", "true"));
    }

    @Test
    void findsTheNamesBelowAPrefixInEverySpelling() {
        Map<String, String> values =
                Map.of("escriba.prices.x.per-minute", "1", "ESCRIBA_PRICES_Y_PER_MINUTE", "2", "escriba.other", "3");
        assertThat(new SettingsReader(Configured.by(values)).below("escriba.prices."))
                .containsExactlyInAnyOrder(
                        new SpeltSetting("escriba.prices.x.per-minute", "1"),
                        new SpeltSetting("ESCRIBA_PRICES_Y_PER_MINUTE", "2"));
    }

    /** The reader would not find it. */
    @ParameterizedTest
    @ValueSource(strings = {"Escriba.number", "escriba.NUMBER", "escriba_Number"})
    void anotherSpellingOfAKeyIsRefused(String name) {
        SettingsReader reader = new SettingsReader(Configured.by(Map.of(name, "8")));
        assertThat(reader.integer("escriba.number", "7", 0, 9)).isEqualTo(7);
        reader.refuseOtherSpellings();
        assertThat(reader.wrong()).singleElement().satisfies(wrong -> assertThat(wrong)
                .hasMessageContainingAll(name, "escriba.number"));
    }

    @Test
    void theEnvironmentVariableOfAKeyIsNoOtherSpelling() {
        SettingsReader reader = new SettingsReader(new Sources()
                .environment("ESCRIBA_NUMBER", "8")
                .system("escriba.number", "9")
                .config());
        assertThat(reader.integer("escriba.number", "7", 0, 9)).isEqualTo(9);
        reader.refuseOtherSpellings();
        assertThat(reader.wrong()).isEmpty();
    }

    @Test
    void aDecimalKeepsItsPlaces() {
        assertThat(reader("decimal", "0.0060").decimal(PREFIX + "decimal")).contains(new BigDecimal("0.0060"));
    }

    /** Reads for the errors that the reader remembers; the value does not matter. */
    private static void read(String name, SettingsReader reader) {
        Object unused = READS.get(name).apply(reader);
    }
}
