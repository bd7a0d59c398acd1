package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @ParameterizedTest
    @CsvSource({"abc, abc", "'\"abc\"', abc", "' abc ', abc", "a b, a b", "'\"', '\"'"})
    void quotesAreNoPartOfTheKey(String header, String key) {
        assertThat(IdempotencyKey.of(with(header))).contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "a\u0000b", "clave-ñ"})
    void whatIsNoKeyIsRefused(String header) {
        refused(header);
    }

    @Test
    void aKeyHasALimit() {
        assertThat(IdempotencyKey.of(with("k".repeat(255)))).isPresent();
        refused("k".repeat(256));
    }

    @Test
    void absentIsAFaultOnlyWhereItIsRequired() {
        HttpServletRequest without = Requests.request("POST", Map.of());
        assertThat(IdempotencyKey.of(without)).isEmpty();
        assertThatThrownBy(() -> IdempotencyKey.required(without)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\na"})
    void twoKeysAreRefused(String values) {
        refused(values);
        assertThatThrownBy(() -> IdempotencyKey.required(with(values))).isInstanceOf(Problem.class);
    }

    private static HttpServletRequest with(String header) {
        return Requests.request("POST", Map.of("Idempotency-Key", header));
    }

    private static void refused(String header) {
        assertThatThrownBy(() -> IdempotencyKey.of(with(header))).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.errors()).containsOnlyKeys("Idempotency-Key");
        });
    }
}
