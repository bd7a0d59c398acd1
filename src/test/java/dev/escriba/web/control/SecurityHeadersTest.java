package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void anAnswerHasThePolicyOfTheApi() {
        assertThat(headers())
                .containsEntry("cache-control", "no-store")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("permissions-policy", "geolocation=(), camera=(), microphone=()")
                .hasEntrySatisfying("content-security-policy", policy -> assertThat(policy)
                        .contains("default-src 'none'")
                        .doesNotContain("script-src"));
    }

    @Test
    void aFileOfTheConsoleHasThePolicyOfAPage() {
        Map<String, String> answer = headers();
        SecurityHeaders.allowPage(Requests.response(answer));
        assertThat(answer.get("content-security-policy"))
                .contains("script-src 'self'", "require-trusted-types-for 'script'", "default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.get("permissions-policy")).contains("microphone=(self)", "camera=()");
        assertThat(answer).containsEntry("cache-control", "no-store").containsEntry("x-frame-options", "DENY");
    }

    private static Map<String, String> headers() {
        Map<String, String> answer = new HashMap<>();
        SecurityHeaders.set(Requests.request("GET", Map.of()), Requests.response(answer));
        return answer;
    }
}
