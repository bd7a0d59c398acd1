package dev.escriba.openai.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.openai.control.ModelNames;
import dev.escriba.openai.control.OpenAiSettings;
import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Limits;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForbiddenModelTest {

    private static final AiModel MODEL = new AiModel(
            UUID.randomUUID(), "Tiny", "Test", "engine", List.of("en"), true, "MIT", Optional.empty(), false);

    /** How often the model was asked, which may load it. */
    private final AtomicInteger asked = new AtomicInteger();

    private AudioRuns runs() {
        AudioRuns runs = new AudioRuns();
        runs.models = new ModelNames(new Models(List.of(MODEL)), Configured.read(OpenAiSettings::read));
        runs.speech = new SpeechRecognition() {
            @Override
            public boolean knowsWords(String engine, RecognitionRequest request) {
                asked.incrementAndGet();
                return false;
            }

            @Override
            public boolean knowsTokens(String engine, RecognitionRequest request) {
                return false;
            }
        };
        return runs;
    }

    private static Caller caller(UUID permitted) {
        return new Caller("key", "account", Set.of(), Optional.of(Set.of(permitted)), Limits.NONE);
    }

    @ParameterizedTest
    @CsvSource({"SRT, false", "VERBOSE_JSON, true"})
    void asksNothingOfAModelThatTheCallerMayNotUse(ResponseFormat format, boolean words) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() ->
                        runs().command(AudioFixture.request(format, false, words), caller(UUID.randomUUID()), null))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(403));
        assertThat(asked).hasValue(0);
    }

    @Test
    void refusesLogprobsOfAModelThatKnowsNone() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> runs().command(
                                AudioFixture.request(ResponseFormat.JSON, true, false), caller(MODEL.id()), null))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(400))
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("include"))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo("openai.no-logprobs"));
    }

    @Test
    void refusesWordsOfAModelThatKnowsNone() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> runs().command(
                                AudioFixture.request(ResponseFormat.VERBOSE_JSON, false, true),
                                caller(MODEL.id()),
                                null))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(400));
        assertThat(asked).hasValue(1);
    }
}
