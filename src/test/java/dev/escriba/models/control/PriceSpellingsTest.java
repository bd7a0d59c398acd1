package dev.escriba.models.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Sources;
import dev.escriba.models.entity.Price;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.entity.WrongSetting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A price that the start accepts is charged, however its key is spelt. */
class PriceSpellingsTest {

    private static final UUID MODEL = UUID.fromString("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01");
    private static final String KEY = "escriba.models.prices." + MODEL + ".per-minute";
    private static final int ROUNDS = 5000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "escriba.models.prices.5E5C0F0A-6A0B-5D0E-9A53-5F1D6A7D0E01.per-minute",
                "escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01.PER-MINUTE",
                "Escriba.Models.Prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01.per-minute",
                "escriba.models.prices.5e5c0f0a.6a0b.5d0e.9a53.5f1d6a7d0e01.per.minute",
                "%live.escriba.models.prices.5E5C0F0A-6A0B-5D0E-9A53-5F1D6A7D0E01.per-minute"
            })
    void anotherSpellingIsAPriceToo(String key) {
        Sources sources = new Sources().system("mp.config.profile", "live").file(key, "0.25");
        assertThat(price(sources).orElseThrow().perMinute()).isEqualByComparingTo("0.25");
    }

    @Test
    void twoSpellingsWithTwoValuesAreRefused() {
        Sources sources = new Sources()
                .file(KEY, "0.25")
                .file("escriba.models.prices." + MODEL.toString().toUpperCase(Locale.ROOT) + ".per-minute", "0.5");
        assertThat(wrong(sources)).get().satisfies(wrong -> assertThat(wrong)
                .hasMessageContainingAll(KEY, "5E5C0F0A", "Keep one of the spellings"));
    }

    @Test
    void theValueOfTheSourceWithTheHighestOrdinalCounts() {
        String variable = SettingsReader.plain(KEY);
        assertThat(price(new Sources().file(KEY, "1").environment(variable, "2"))
                        .orElseThrow()
                        .perMinute())
                .isEqualByComparingTo("2");
        assertThat(price(new Sources().system(KEY, "3").environment(variable, "2"))
                        .orElseThrow()
                        .perMinute())
                .isEqualByComparingTo("3");
    }

    /** Random spellings in random sources: a start is refused, or the price is what the highest source says. */
    @Test
    void anAcceptedPriceIsNeverLost() {
        Random random = new Random(17);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Sources sources = new Sources().system("mp.config.profile", "live");
            String expected = null;
            int least = -1;
            for (int i = random.nextInt(3); i >= 0; i--) {
                String value = String.valueOf(1 + random.nextInt(3));
                int source = random.nextInt(3);
                String name = spelling(random, source == 1);
                switch (source) {
                    case 0 -> sources.file(name, value);
                    case 1 -> sources.environment(name, value);
                    default -> sources.system(name, value);
                }
                expected = source >= least ? value : expected;
                least = Math.max(source, least);
            }
            if (wrong(sources).isEmpty()) {
                accepted++;
                assertThat(price(sources)).as("round %s: %s", round, sources).isPresent();
                if (sources.isUnambiguous()) {
                    assertThat(price(sources).orElseThrow().perMinute())
                            .as("round %s: %s", round, sources)
                            .isEqualByComparingTo(expected);
                }
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 4, ROUNDS - 1);
    }

    private static String spelling(Random random, boolean variable) {
        String name = KEY;
        if (variable) {
            name = name.replaceAll("[^A-Za-z0-9]", "_");
        }
        name = switch (random.nextInt(4)) {
            case 0 -> name;
            case 1 -> name.toUpperCase(Locale.ROOT);
            case 2 -> name.replace(MODEL.toString(), MODEL.toString().toUpperCase(Locale.ROOT));
            default -> {
                StringBuilder mixed = new StringBuilder();
                name.chars()
                        .forEach(c -> mixed.append(
                                (char) (random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c))));
                yield mixed.toString();
            }
        };
        return variable || random.nextInt(4) > 0 ? name : "%live." + name;
    }

    private static Optional<WrongSetting> wrong(Sources sources) {
        try {
            price(sources);
            return Optional.empty();
        } catch (WrongSetting wrong) {
            return Optional.of(wrong);
        }
    }

    private static Optional<Price> price(Sources sources) {
        ConfiguredPrices prices = new ConfiguredPrices();
        prices.settings = SettingsReader.read(sources.config(), ModelSettings::read);
        prices.requireKnown(List.of(MODEL));
        return prices.of(MODEL);
    }
}
