package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.web.control.BodyPlaces;
import dev.escriba.web.control.RequestBody;
import dev.escriba.web.control.WebSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyLimitTest {

    private final WebSettings settings = Configured.read(
            WebSettings::read,
            "escriba.media.max-file-bytes",
            "100",
            "escriba.web.max-other-bytes",
            "0",
            "escriba.web.max-discarded-bytes",
            "50");
    private final BodyPlaces places = new BodyPlaces(settings);
    private final Map<Object, Object> attributes = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private String path = "/api/v2/Audio/transcribe";
    private InputStream body = InputStream.nullInputStream();

    @Test
    void aBodyThatHasBeenReadLeavesItsPlace() throws IOException {
        headers.put("Content-Length", "100");
        InputStream limited = limited(new ByteArrayInputStream(new byte[100]));
        assertThat(limited.readNBytes(99)).hasSize(99);
        assertThat(places.count()).isEqualTo(1);
        assertThat(limited.read()).isZero();
        assertThat(places.count()).isZero();
    }

    @Test
    void aBodyThatEndsBeforeItsLengthIsThatOfAClientThatHasGone() throws IOException {
        headers.put("Content-Length", "100");
        requireProblem(limited(new ByteArrayInputStream(new byte[99])), "body.client-gone");
    }

    @Test
    void aConnectionThatBreaksIsThatOfAClientThatHasGone() throws IOException {
        requireProblem(
                limited(new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw new IOException("reset");
                    }
                }),
                "body.client-gone");
    }

    @Test
    void aChunkedBodyMayBeOfAnySizeUpToTheLimit() throws IOException {
        headers.put("Transfer-Encoding", "chunked");
        assertThat(limited(new ByteArrayInputStream(new byte[150])).readAllBytes())
                .hasSize(150);
        requireProblem(limited(new ByteArrayInputStream(new byte[151])), RequestBody.OVER_LIMIT);
    }

    /** Below {@code /v1} the text fields have room of their own beside a file of the largest size. */
    @Test
    void aFormOfOpenAiHasRoomForItsText() throws IOException {
        path = "/v1/audio/transcriptions";
        int room = 100 + TranscriptionSettings.MAX_TEXT_BYTES;
        headers.put("Transfer-Encoding", "chunked");
        assertThat(limited(new ByteArrayInputStream(new byte[room])).readAllBytes())
                .hasSize(room);
        requireProblem(limited(new ByteArrayInputStream(new byte[room + 1])), "body.too-large");
    }

    private InputStream limited(InputStream content) throws IOException {
        attributes.clear();
        RequestBody.keep(places.take("account"), request());
        body = content;
        BodyLimit limit = new BodyLimit();
        limit.settings = settings;
        limit.http = request();
        limit.filter(fake(ContainerRequestContext.class));
        return body;
    }

    private static void requireProblem(InputStream body, String message) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(body::readAllBytes)
                .havingCause()
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.message().key()).isEqualTo(message);
                    // which part is too large is not known here
                    assertThat(problem.errors()).isEmpty();
                });
    }

    private HttpServletRequest request() {
        return fake(HttpServletRequest.class);
    }

    private <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                BodyLimitTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, called, given) -> switch (called.getName()) {
                    case "getMethod" -> "POST";
                    case "getRequestURI" -> path;
                    case "getContextPath" -> "";
                    case "getProtocol" -> "HTTP/1.1";
                    case "getHeader" -> headers.get(given[0]);
                    case "getAttribute" -> attributes.get(given[0]);
                    case "setAttribute" -> attributes.put(given[0], given[1]);
                    case "getEntityStream" -> body;
                    case "setEntityStream" -> {
                        body = (InputStream) given[0];
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(called.getName());
                }));
    }
}
