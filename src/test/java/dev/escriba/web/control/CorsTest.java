package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.escriba.Configured;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String OWN = "https://app.example.com";

    private final Map<String, String> answer = new HashMap<>();

    @Test
    void isOffUnlessOriginsAreConfigured() {
        assertThat(answer("", "OPTIONS", Map.of("Origin", OWN, "Access-Control-Request-Method", "POST")))
                .isFalse();
        assertThat(answer).isEmpty();
    }

    @Test
    void letsAConfiguredOriginInAndNoOther() {
        assertThat(answer(OWN, "OPTIONS", Map.of("Origin", OWN, "Access-Control-Request-Method", "POST")))
                .isTrue();
        assertThat(answer)
                .containsEntry("status", "204")
                .containsEntry("access-control-allow-origin", OWN)
                .containsEntry("vary", "Origin")
                .doesNotContainKey("access-control-allow-credentials");
        answer.clear();
        for (String other : new String[] {OWN + ".evil.com", "http://app.example.com", "null", "*"}) {
            assertThat(answer(OWN, "OPTIONS", Map.of("Origin", other, "Access-Control-Request-Method", "POST")))
                    .isFalse();
            assertThat(answer).containsOnlyKeys("vary");
        }
    }

    /** OpenAI's client asks for these from a page. */
    @Test
    void theHeadersOfOpenAisClientArePermitted() {
        answer(OWN, "OPTIONS", Map.of("Origin", OWN, "Access-Control-Request-Method", "POST"));
        assertThat(answer.get("access-control-allow-headers"))
                .contains("Authorization", "X-Stainless-Lang", "X-Stainless-Retry-Count", "X-User-Identifier");
        assertThat(answer.get("access-control-expose-headers")).contains("X-Instance-Id", "X-Should-Retry");
    }

    @Test
    void aConditionalChangeIsPermitted() {
        answer(OWN, "OPTIONS", Map.of("Origin", OWN, "Access-Control-Request-Method", "PUT"));
        assertThat(answer.get("access-control-allow-methods")).contains("PUT");
        assertThat(answer.get("access-control-allow-headers")).contains("If-Match");
        assertThat(answer.get("access-control-expose-headers")).contains("ETag");
    }

    @Test
    void anOrdinaryRequestGoesOn() {
        assertThat(answer(OWN, "POST", Map.of("Origin", OWN))).isFalse();
        assertThat(answer).containsEntry("access-control-allow-origin", OWN).doesNotContainKey("status");
        assertThat(answer(OWN, "OPTIONS", Map.of("Origin", OWN)))
                .as("no preflight")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "app.example.com",
                "https://a.example.com/",
                "https://*.example.com",
                "ftp://a.b",
                "https://u@a.b",
                "null"
            })
    void whatIsNoOriginIsRefused(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cors(origin))
                .withMessageContaining("escriba.web.cors-origins");
    }

    private static Cors cors(String origins) {
        return new Cors(Configured.read(WebSettings::read, "escriba.web.cors-origins", origins));
    }

    private boolean answer(String origins, String method, Map<String, String> headers) {
        return cors(origins).answer(Requests.request(method, headers), Requests.response(answer));
    }
}
