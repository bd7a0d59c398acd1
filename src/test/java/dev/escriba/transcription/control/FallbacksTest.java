package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Culture;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelLimits;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Limits;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.transcription.entity.RunRequest;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FallbacksTest {

    private static final AiModel WITHOUT_TOKENS = model("remote", List.of());
    private static final AiModel WITH_TOKENS = model("embedded", List.of());
    private static final AiModel CHOSEN = model("embedded", List.of(WITHOUT_TOKENS.id(), WITH_TOKENS.id()));

    private final Fallbacks fallbacks = new Fallbacks();

    @Test
    void onlyAModelThatTellsTheTokensTakesOverWhereTheyAreAskedFor() {
        assertThat(of(true)).containsExactly(WITH_TOKENS);
        assertThat(of(false)).containsExactly(WITHOUT_TOKENS, WITH_TOKENS);
    }

    private List<AiModel> of(boolean tokens) {
        fallbacks.models = new Models(List.of(CHOSEN, WITHOUT_TOKENS, WITH_TOKENS));
        fallbacks.speech = new SpeechRecognition() {
            @Override
            public boolean knowsTokens(String engine, RecognitionRequest request) {
                return engine.equals("embedded");
            }
        };
        TranscriptionCommand command = new TranscriptionCommand(
                Optional.of(CHOSEN.id()),
                "",
                Optional.empty(),
                Optional.empty(),
                Culture.DEFAULT,
                Optional.empty(),
                new TranscriptionOptions(Set.of(), List.of(), false, false, tokens));
        Caller caller = new Caller("key", "account", Set.of(), Optional.empty(), Limits.NONE);
        RecognitionRequest recognition =
                new RecognitionRequest(Optional.of(CHOSEN.id()), Set.of("en"), "", "account", Duration.ZERO);
        return fallbacks.of(new RunRequest(caller, CHOSEN, command, null), recognition);
    }

    private static AiModel model(String engine, List<UUID> fallback) {
        return new AiModel(
                UUID.randomUUID(),
                engine,
                "Test",
                engine,
                List.of("en"),
                false,
                "MIT",
                Optional.empty(),
                false,
                Optional.empty(),
                ModelLimits.NONE,
                true,
                fallback);
    }
}
