package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.models.entity.AiModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SpeechStartTest {

    private static SpeechEngine engine(String name) {
        return new ScriptedEngine(name, Set.of("en"));
    }

    private static AiModel model(String engine) {
        return new AiModel(
                UUID.randomUUID(), "Brought", "Test", engine, List.of("en"), true, "none", Optional.empty(), false);
    }

    @Test
    void takesModelsWhoseEngineIsThere() {
        assertThatCode(() ->
                        SpeechStart.check(List.of(engine("remote")), true, List.of(model("embedded"), model("remote"))))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAModelThatNamesAnEngineThatNobodyBrings() {
        assertThatThrownBy(() -> SpeechStart.check(List.of(engine("remote")), true, List.of(model("remotee"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("remotee", "Brought");
        assertThatThrownBy(() -> SpeechStart.check(List.of(), false, List.of(model("embedded"))))
                .as("no embedded model is installed")
                .hasMessageContaining("embedded");
    }

    @Test
    void refusesTwoEnginesOfOneName() {
        for (String name : List.of("remote", "embedded")) {
            for (boolean embeds : new boolean[] {true, false}) {
                assertThatThrownBy(() -> SpeechStart.check(
                                List.of(engine("remote"), engine(name)), embeds, List.of(model("remote"))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("two speech engines are called " + name);
            }
        }
    }
}
