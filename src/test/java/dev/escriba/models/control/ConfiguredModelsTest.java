package dev.escriba.models.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.settings.entity.WrongSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredModelsTest {

    private static final String ID = "7a7a7a7a-0000-4000-8000-000000000001";
    private static final String PREFIX = "escriba.models.catalogue." + ID + ".";

    private static List<AiModel> read(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                PREFIX + "name",
                "Whisper",
                PREFIX + "upstream",
                "openai",
                PREFIX + "upstream-model",
                "whisper-1",
                PREFIX + "languages",
                "en,es"));
        settings.addAll(List.of(more));
        return Configured.read(ModelSettings::read, settings.toArray(String[]::new))
                .remote();
    }

    @Test
    void aRemoteModelNeedsANameAServerAModelAndLanguages() {
        AiModel model = read().get(0);

        assertThat(model.id()).isEqualTo(UUID.fromString(ID));
        assertThat(model.engine()).isEqualTo(AiModel.REMOTE);
        assertThat(model.remote()).contains(new RemoteAddress("openai", "whisper-1"));
        assertThat(model.languages()).containsExactly("en", "es");
        assertThat(model.enabled()).isTrue();
        assertThat(model.isDefault()).isFalse();
        assertThat(model.provider()).isEqualTo("openai");
    }

    @Test
    void environmentVariablesNameItToo() {
        String plain = "ESCRIBA_MODELS_CATALOGUE_"
                + ID.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_";

        assertThat(Configured.read(
                                ModelSettings::read,
                                plain + "NAME",
                                "Whisper",
                                plain + "UPSTREAM",
                                "openai",
                                plain + "UPSTREAM_MODEL",
                                "whisper-1",
                                plain + "LANGUAGES",
                                "en",
                                plain + "MAX_TOKENS_PER_MINUTE",
                                "900")
                        .remote())
                .singleElement()
                .satisfies(
                        model -> assertThat(model.limits().maxTokensPerMinute()).contains(900));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "languages           | english    | ISO 639-1",
                "max-audio-seconds   | 0          | from 1 to",
                "enabled             | perhaps    | true or false",
                "fallback            | whisper    | ids of at most 5",
                "colour              | red        | one of: name",
            })
    void refusesAWrongValue(String property, String value, String remedy) {
        assertThatThrownBy(() -> read(PREFIX + property, value))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource({"name, 201", "upstream, 101", "upstream-model, 201", "provider, 201", "licence, 501"})
    void refusesATextThatIsTooLongForTheCatalogue(String property, int length) {
        assertThatThrownBy(() -> read(PREFIX + property, "x".repeat(length)))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContainingAll(PREFIX + property, (length - 1) + " characters");
    }

    /** The API refuses such a name too. */
    @ParameterizedTest
    @ValueSource(strings = {"name", "upstream-model", "provider", "licence"})
    void refusesATextWithInvisibleCharacters(String property) {
        for (String text : List.of("whis\u202Eper", "whis\u00A0per")) {
            assertThatThrownBy(() -> read(PREFIX + property, text))
                    .isInstanceOf(WrongSetting.class)
                    .hasMessageContainingAll(PREFIX + property, "invisible");
        }
    }

    @Test
    void refusesAModelWithoutAServer() {
        assertThatThrownBy(() ->
                        Configured.read(ModelSettings::read, PREFIX + "name", "Whisper", PREFIX + "languages", "en"))
                .hasMessageContaining(PREFIX + "upstream")
                .hasMessageContaining("A remote model needs it");
        assertThatThrownBy(
                        () -> Configured.read(ModelSettings::read, "escriba.models.catalogue.whisper.name", "Whisper"))
                .hasMessageContaining("a UUID of 36 characters");
    }
}
