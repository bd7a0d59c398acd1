package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @ParameterizedTest
    @CsvSource({"abc, abc", "'\"abc\"', abc", "' abc ', abc", "a b, a b", "'\"', '\"'"})
    void quotesAreNoPartOfTheKey(String header, String key) {
        assertThat(IdempotencyKey.of(header)).contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "a\u0000b", "clave-ñ"})
    void whatIsNoKeyIsRefused(String header) {
        refused(header);
    }

    @Test
    void aKeyHasALimit() {
        assertThat(IdempotencyKey.of("k".repeat(255))).isPresent();
        refused("k".repeat(256));
    }

    @Test
    void absentIsAFaultOnlyWhereItIsRequired() {
        assertThat(IdempotencyKey.of(null)).isEmpty();
        assertThatThrownBy(() -> IdempotencyKey.required(null)).isInstanceOf(Problem.class);
    }

    private static void refused(String header) {
        assertThatThrownBy(() -> IdempotencyKey.of(header)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.errors()).containsOnlyKeys("Idempotency-Key");
        });
    }
}
