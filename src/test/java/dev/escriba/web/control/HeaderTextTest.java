package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
