package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiDocumentTest {

    @ParameterizedTest
    @CsvSource({
        ", , false",
        ", */*, false",
        ", application/json, true",
        ", 'application/json, */*', true",
        ", 'application/JSON;q=0.9, application/yaml;q=0.1', true",
        ", 'application/yaml, application/json;q=0.5', false",
        ", application/vnd.oai.openapi+json, true",
        "JSON, application/yaml, true",
        "json, , true",
        "YAML, application/json, false",
        "unknown, application/json, false"
    })
    void theParameterComesBeforeTheHeader(String format, String accept, boolean json) {
        assertThat(OpenApiDocument.isJson(format, accept)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({"'', /", "/speech, /speech", "/a/b, /a/b"})
    void theServerIsAtTheContextPath(String context, String address) {
        assertThat(text(OpenApiDocument.withServer("{\"url\":\"/\",\"x\":\"/\"}", "\"url\":\"/\"", context)))
                .isEqualTo("{\"url\":\"" + address + "\",\"x\":\"/\"}");
        assertThat(text(OpenApiDocument.withServer("servers:\n  - url: /\n", "- url: /\n", context)))
                .isEqualTo("servers:\n  - url: " + address + "\n");
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }
}
