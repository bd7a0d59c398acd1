package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.EngineFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors below {@code /v1} to the letter. */
class OpenAiErrorTest {

    @Test
    void allFourKeysAreWritten() {
        assertThat(json(Problems.ofStatus(404)))
                .isEqualTo("{\"error\":{\"message\":\"There is nothing at this address.\","
                        + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
    }

    @Test
    void theMessageIsThatOfTheField() {
        assertThat(json(Problem.invalid("response_format", "openai.choice", "json, text")))
                .isEqualTo("{\"error\":{\"message\":\"This must be one of: json, text.\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"response_format\","
                        + "\"code\":\"unsupported_value\"}}");
    }

    @Test
    void messagesAreInTheLanguageOfTheRequest() {
        assertThat(new OpenAiError(Problems.ofStatus(401), Culture.ES).json().toString())
                .contains("Se requieren credenciales válidas.", "\"code\":\"invalid_api_key\"");
    }

    @Test
    void anUnknownModelHasItsCode() {
        assertThat(json(Problem.at("ModelId", 404, "model.unknown")))
                .contains("\"param\":\"model\",\"code\":\"model_not_found\"");
    }

    @Test
    void aTranscriptThatIsNotKeptHasACodeOfItsOwn() {
        assertThat(json(Problem.at("Idempotency-Key", 422, "openai.transcript-gone")))
                .contains("\"param\":\"Idempotency-Key\",\"code\":\"transcript_not_kept\"");
    }

    @Test
    void aLargeFileIs413() {
        Problem problem = Problem.invalid("File", "file.too-large", 25);
        assertThat(OpenAiError.status(problem)).isEqualTo(413);
        assertThat(json(problem)).contains("\"type\":\"server_error\",\"param\":null,\"code\":null");
    }

    @Test
    void anAccountWithoutMoneyIs429AndNotRetried() {
        for (Problem problem : new Problem[] {
            Problem.refused("insufficient_balance", "billing.no-balance"),
            Problem.refused("monthly_quota_exceeded", "billing.monthly-limit-key", 1)
        }) {
            assertThat(OpenAiError.status(problem)).isEqualTo(429);
            assertThat(json(problem))
                    .contains("\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"");
            assertThat(OpenAiError.headers(problem)).isEqualTo(Map.of("X-Should-Retry", "false"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, ''", "60, 60, ''", "61, 61, false", "3600, 3600, false"})
    void aLongWaitIsNotRetriedByItself(long seconds, String header, String retry) {
        Problem problem = Problem.tooMany(Duration.ofSeconds(seconds));
        assertThat(OpenAiError.headers(problem)).containsEntry("Retry-After", header);
        assertThat(Optional.ofNullable(OpenAiError.headers(problem).get("X-Should-Retry"))
                        .orElse(""))
                .isEqualTo(retry);
        assertThat(json(problem)).contains("\"code\":\"rate_limit_exceeded\"");
    }

    @Test
    void aCancelledRunIsNotRepeatedByItself() {
        Problem problem = Problem.of(409, "instance.cancelled");
        assertThat(OpenAiError.headers(problem)).isEqualTo(Map.of("X-Should-Retry", "false"));
        assertThat(json(problem)).contains("\"param\":null,\"code\":\"execution_cancelled\"");
        assertThat(OpenAiError.headers(Problem.of(409, "idempotency.running"))).isEmpty();
    }

    @Test
    void aFailureThatANewTryDoesNotSolveIsNotRetried() {
        for (int status : new int[] {502, 503, 504}) {
            assertThat(OpenAiError.headers(new EngineFailure(status, "remote", Optional.empty(), false)))
                    .isEqualTo(Map.of("X-Should-Retry", "false"));
            assertThat(OpenAiError.headers(new EngineFailure(status, "remote", Optional.empty())))
                    .isEmpty();
        }
    }

    /** A file, a body, a container and another server can be the source. */
    @Test
    void every413HasTheTypeThatClientsKnow() {
        for (Problem problem : new Problem[] {
            Problem.of(413, "body.too-large"),
            Problems.ofStatus(413),
            new EngineFailure(413, "remote-too-long", Optional.empty(), false)
        }) {
            assertThat(OpenAiError.status(problem)).isEqualTo(413);
            assertThat(json(problem)).contains("\"type\":\"server_error\",\"param\":null,\"code\":null");
        }
        assertThat(json(Problem.of(413, "body.too-large"))).doesNotContain("file");
    }

    @Test
    void every429ButThatOfMoneyIsALimitOfRates() {
        assertThat(json(Problem.of(429, "instance.account-measures", 4)))
                .contains("\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"");
    }

    @Test
    void serverErrorsAreOfTheirType() {
        assertThat(json(Problem.unavailable())).contains("\"type\":\"server_error\"");
        assertThat(OpenAiError.status(Problem.unavailable())).isEqualTo(503);
    }

    @Test
    void facesAreToldByTheirPaths() {
        assertThat(Face.ofPath("/v1")).contains(Face.OPENAI);
        assertThat(Face.ofPath("/v1/models")).contains(Face.OPENAI);
        assertThat(Face.ofPath("/api/v1")).contains(Face.HUB);
        assertThat(Face.ofPath("/v11")).isEmpty();
        assertThat(Face.ofPath("/")).isEmpty();
    }

    private static String json(Problem problem) {
        return new OpenAiError(problem, Culture.EN).json().toString();
    }
}
