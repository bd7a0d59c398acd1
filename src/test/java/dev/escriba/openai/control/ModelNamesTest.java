package dev.escriba.openai.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Limits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNamesTest {

    private static final AiModel USUAL = model("Usual", true);
    private static final AiModel OTHER = model("Other one", false);

    private final ModelNames names =
            new ModelNames(new Models(List.of(OTHER, USUAL)), Configured.read(OpenAiSettings::read));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whisper-1",
                "gpt-transcribe",
                "gpt-4o-transcribe",
                "gpt-4o-mini-transcribe",
                "gpt-4o-mini-transcribe-2025-12-15",
                "gpt-4o-transcribe-diarize"
            })
    void aliasesMeanTheDefaultModel(String alias) {
        assertThat(names.required(alias)).isEqualTo(USUAL);
    }

    @Test
    void otherModelsHaveTheirNameAndTheirId() {
        assertThat(names.required("Other one")).isEqualTo(OTHER);
        assertThat(names.required(OTHER.id().toString().toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-9", "other one", "", "00000000-0000-0000-0000-000000000000"})
    void anUnknownModelIsNotFound(String name) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> names.required(name))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
    }

    @Test
    void aListingHasWhatTheCallerMayUse() {
        assertThat(names.listed(new Caller("key", "account", Set.of())))
                .hasSize(8)
                .containsEntry("whisper-1", USUAL)
                .containsEntry("Other one", OTHER);
        Caller limited = new Caller("key", "account", Set.of(), Optional.of(Set.of(OTHER.id())), Limits.NONE);
        assertThat(names.listed(limited)).containsOnlyKeys("Other one");
    }

    @Test
    void aRunHasAModelThatItsCallerMayUse() {
        Caller limited = new Caller("key", "account", Set.of(), Optional.of(Set.of(OTHER.id())), Limits.NONE);
        assertThat(names.permitted("Other one", limited)).isEqualTo(OTHER);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> names.permitted("whisper-1", limited))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(403));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> names.permitted("gpt-9", limited))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
    }

    /** An operator may call a model as OpenAI does. */
    @Test
    void aNameOfTheCatalogueGoesBeforeAnAlias() {
        AiModel named = model("whisper-1", false);
        ModelNames own =
                new ModelNames(new Models(List.of(USUAL, named, OTHER)), Configured.read(OpenAiSettings::read));
        assertThat(own.required("whisper-1")).isEqualTo(named);
        assertThat(own.required("gpt-4o-transcribe")).isEqualTo(USUAL);
        assertThat(own.listed(new Caller("key", "account", Set.of())))
                .hasSize(8)
                .containsEntry("whisper-1", named)
                .containsEntry("gpt-4o-transcribe", USUAL);
        Caller limited = new Caller("key", "account", Set.of(), Optional.of(Set.of(USUAL.id())), Limits.NONE);
        assertThat(own.listed(limited))
                .as("a name that means a model which the caller may not use")
                .doesNotContainKey("whisper-1")
                .containsEntry("gpt-4o-transcribe", USUAL);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> own.permitted("whisper-1", limited))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(403));
    }

    @Test
    void aliasesAreConfigurable() {
        OpenAiSettings settings = Configured.read(OpenAiSettings::read, "escriba.openai.model-aliases", "mine");
        ModelNames own = new ModelNames(new Models(List.of(USUAL)), settings);
        assertThat(own.required("mine")).isEqualTo(USUAL);
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> own.required("whisper-1"));
    }

    private static AiModel model(String name, boolean isDefault) {
        return new AiModel(
                UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                name,
                "Maker",
                "engine",
                List.of("en"),
                isDefault,
                "MIT",
                Optional.empty(),
                false);
    }
}
