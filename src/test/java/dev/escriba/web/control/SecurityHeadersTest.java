package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityHeadersTest {

    @Test
    void strictTransportIsAskedForWhereTheTransportIsSecure() {
        Map<String, String> answer = new HashMap<>();
        SecurityHeaders.set(Requests.request("GET", Map.of()), Requests.response(answer));
        assertThat(answer)
                .doesNotContainKey("strict-transport-security")
                .containsEntry("x-content-type-options", "nosniff")
                .containsKey("x-request-id");
        SecurityHeaders.set(Requests.request("GET", Map.of("test-scheme", "https")), Requests.response(answer));
        assertThat(answer.get("strict-transport-security")).startsWith("max-age=63072000");
    }

    @ParameterizedTest
    @CsvSource({
        "'', /, true",
        "'', /assets/index-1a2b.js, true",
        "/speech, /speech, true",
        "/speech, /speech/assets/a.css, true",
        "'', /api/v2/Me, false",
        "'', /v1/models, false",
        "'', /assets, false",
        "'', /index.html, false",
        "/assets, /assets/api/v2/Me, false"
    })
    void onlyTheFilesOfTheConsoleHaveThePolicyOfAPage(String context, String uri, boolean console) {
        Map<String, String> answer = headers(Map.of("test-context", context, "test-uri", uri));
        if (console) {
            assertThat(answer.get("content-security-policy"))
                    .contains("script-src 'self'", "require-trusted-types-for 'script'", "default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.get("permissions-policy")).contains("microphone=(self)", "camera=()");
        } else {
            assertThat(answer.get("content-security-policy")).doesNotContain("script-src");
            assertThat(answer.get("permissions-policy")).contains("microphone=()");
        }
        assertThat(answer).containsEntry("cache-control", "no-store").containsEntry("x-frame-options", "DENY");
    }

    @Test
    void anErrorPageHasThePolicyOfTheApiWhateverItsAddress() {
        assertThat(headers(Map.of("test-uri", "/", "test-dispatch", "ERROR")).get("content-security-policy"))
                .doesNotContain("script-src");
    }

    private static Map<String, String> headers(Map<String, String> of) {
        Map<String, String> answer = new HashMap<>();
        SecurityHeaders.set(Requests.request("GET", of), Requests.response(answer));
        return answer;
    }
}
