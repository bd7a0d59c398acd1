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

class HeaderTextTest {

    @ParameterizedTest
    @CsvSource({"ana, ana", "JosÃ©, José", "José, José", "Жук, Жук", "Ã, Ã"})
    void bytesOfUtf8AreReadAsUtf8(String header, String text) {
        assertThat(HeaderText.decoded(header)).isEqualTo(text);
    }

    @Test
    void aBlankHeaderIsNone() {
        assertThat(HeaderText.of(Requests.request("GET", Map.of("X-Channel", "  ")), "X-Channel"))
                .isEmpty();
        assertThat(HeaderText.of(Requests.request("GET", Map.of()), "X-Channel"))
                .isEmpty();
        assertThat(HeaderText.of(Requests.request("GET", Map.of("X-Channel", " phone ")), "X-Channel"))
                .contains("phone");
    }

    /** Otherwise the first one would count here, and perhaps the last one for a proxy that writes bills. */
    @ParameterizedTest
    @ValueSource(strings = {"ana\nbob", "ana\nana", "ana\n"})
    void aHeaderThatIsSentTwiceIsRefused(String values) {
        HttpServletRequest request = Requests.request("POST", Map.of("X-User-Identifier", values));
        assertThatThrownBy(() -> HeaderText.of(request, "X-User-Identifier"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.errors()).containsOnlyKeys("X-User-Identifier");
                });
    }
}
