package dev.escriba.models.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.problem.entity.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

    @Test
    void namesAVersionOrAnyState() {
        assertThat(IfMatch.version("\"12\"")).contains(12);
        assertThat(IfMatch.version(" * ")).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void isRequired(String header) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> IfMatch.version(header))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(428));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "W/\"12\"", "\"a\"", "\"1\", \"2\"", "\"-1\"", "\"99999999999\"", "\"\""})
    void anotherTagMatchesNoState(String header) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> IfMatch.version(header))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(412));
    }
}
