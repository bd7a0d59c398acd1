package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.models.entity.AiModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EngineRegistryTest {

    private static SpeechEngine engine(String name) {
        return new ScriptedEngine(name, Set.of("en"));
    }

    private static SpeechEngine absent(String name) {
        return new ScriptedEngine(name, Set.of("en")).isAbsent();
    }

    private static AiModel model(String engine) {
        return new AiModel(
                UUID.randomUUID(), "Brought", "Test", engine, List.of("en"), true, "none", Optional.empty(), false);
    }

    @Test
    void acceptsModelsOfInstalledEngines() {
        assertThatCode(() -> EngineRegistry.check(
                        List.of(engine("embedded"), engine("remote")), List.of(model("embedded"), model("remote"))))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAModelThatNamesAnUnknownEngine() {
        assertThatThrownBy(() ->
                        EngineRegistry.check(List.of(engine("embedded"), engine("remote")), List.of(model("remotee"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("remotee", "Brought");
        assertThatThrownBy(() -> EngineRegistry.check(List.of(absent("embedded")), List.of(model("embedded"))))
                .as("no embedded model is installed")
                .hasMessageContaining("embedded");
    }

    @Test
    void refusesTwoEnginesOfOneName() {
        for (String name : List.of("remote", "embedded")) {
            for (SpeechEngine embedded : List.of(engine("embedded"), absent("embedded"))) {
                assertThatThrownBy(() -> EngineRegistry.check(
                                List.of(embedded, engine("remote"), engine(name)), List.of(model("remote"))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("two speech engines are called " + name);
            }
        }
    }
}
