package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.RecognitionRequest;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScriptedEngineTest implements SpeechEngineContract {

    private final ScriptedEngine engine = new ScriptedEngine("scripted", Set.of("en", "es"));

    @Override
    public SpeechEngine engine() {
        return engine;
    }

    @Override
    public float[] speech() {
        return Samples.tone(440, 0.5, 2);
    }

    @Test
    void answersTheTextThatIsScriptedForTheLength() throws Exception {
        engine.says(Duration.ofSeconds(2), "es", "hola");

        assertThat(engine.recognize(new MemoryPcm(speech()), new RecognitionRequest(Set.of("es"), ""))
                        .text())
                .isEqualTo("hola");
    }
}
