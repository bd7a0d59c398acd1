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
}
