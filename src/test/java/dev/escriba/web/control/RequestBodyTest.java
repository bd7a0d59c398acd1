package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestBodyTest {

    @ParameterizedTest
    @CsvSource({
        ", , 0, true",
        "Content-Length, 0, 0, true",
        "Content-Length, 100, 100, true",
        "Content-Length, 101, 100, false",
        "Content-Length, 99999999999999999999, 100, false",
        "Content-Length, x, 100, false",
        "Transfer-Encoding, chunked, 100, false"
    })
    void aBodyThatTheServerHasNeedsNoPlace(String header, String value, int available, boolean arrived) {
        Map<String, String> headers = header == null ? Map.of() : Map.of(header, value);
        assertThat(RequestBody.hasArrived(
                        Requests.request("POST", headers), new ByteArrayInputStream(new byte[available])))
                .isEqualTo(arrived);
    }

    @ParameterizedTest
    @CsvSource({"POST, HTTP/2.0, true", "GET, HTTP/2.0, false", "POST, HTTP/1.1, false"})
    void aBodyOfHttp2WithoutALengthIsOpen(String method, String protocol, boolean open) {
        assertThat(RequestBody.length(Requests.request(method, Map.of("test-protocol", protocol)))
                        .isEmpty())
                .isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "true, 1, PT2M",
        "true, 31457280, PT2M",
        "true, 62914560, PT4M",
        "true, 99999999999, PT4M",
        "false, 62914560, PT10S"
    })
    void aLargeFormMayTakeLonger(boolean form, long bytes, Duration time) {
        WebSettings settings = Configured.read(
                WebSettings::read, "escriba.media.max-file-bytes", "62914560", "escriba.web.max-other-bytes", "0");
        assertThat(settings.bodyTime(form, bytes)).isEqualTo(time);
    }

    @Test
    void requestsBeyondTheLimitAreRefused() {
        OpenRequests open = new OpenRequests(Configured.read(WebSettings::read, "escriba.web.max-requests", "1"));
        open.enter();
        open.requirePlace();
        open.enter();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(open::requirePlace)
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(503));
        open.leave();
        open.requirePlace();
    }
}
