package dev.escriba.openai.boundary;

import static dev.escriba.openai.boundary.AudioFixture.HELLO;
import static dev.escriba.openai.boundary.AudioFixture.HOLA;
import static dev.escriba.openai.boundary.AudioFixture.request;
import static dev.escriba.openai.boundary.AudioFixture.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Await;
import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.LiveResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final String DONE = "data: {\"type\":\"transcript.text.done\",\"text\":\"Hello & bye. Hola.\"";

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Map<String, String> headers = new TreeMap<>();
    private volatile boolean gone;

    @Test
    void theDeltasJoinedAreTheText() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        stream.begun(AudioFixture.INSTANCE);
        assertThat(stream.isBegun()).isFalse();
        stream.segment(HELLO);
        stream.segment(HOLA);
        stream.done(result("Hello & bye. Hola.", "en", HELLO, HOLA));
        assertThat(body())
                .startsWith("data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hello & bye.\"}\n\n"
                        + "data: {\"type\":\"transcript.text.delta\",\"delta\":\" Hola.\"}\n\n" + DONE)
                .endsWith("}\n\n");
        assertThat(headers)
                .containsEntry("type", "text/event-stream;charset=UTF-8")
                .containsEntry("X-Instance-Id", AudioFixture.INSTANCE.toString())
                .containsEntry("Content-Language", "en");
    }

    @Test
    void segmentsWithSpeakersHaveEventsOfTheirOwn() {
        EventStream stream = stream(ResponseFormat.DIARIZED_JSON, Duration.ofSeconds(15));
        stream.segment(HOLA);
        assertThat(body())
                .isEqualTo(
                        "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hola.\",\"segment_id\":\"seg_001\"}\n\n"
                                + "data: {\"type\":\"transcript.text.segment\",\"id\":\"seg_001\",\"start\":2,\"end\":3,"
                                + "\"text\":\"Hola.\",\"speaker\":\"B\"}\n\n");
    }

    @Test
    void aTextWithoutSegmentsIsOneDelta() {
        stream(ResponseFormat.JSON, Duration.ofSeconds(15)).done(result("Hello & bye. Hola.", "en"));
        assertThat(body())
                .startsWith("data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hello & bye. Hola.\"}\n\n" + DONE);
    }

    @Test
    void silenceHasTheLastEventAlone() {
        stream(ResponseFormat.JSON, Duration.ofSeconds(15)).done(result("", null));
        assertThat(body()).startsWith("data: {\"type\":\"transcript.text.done\",\"text\":\"\",\"languages\":[],");
    }

    @Test
    void aClientThatIsGoneEndsTheRun() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        gone = true;
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> stream.segment(HELLO));
    }

    @Test
    void commentsKeepTheConnectionOpenOnceTheRunHasBegun() throws InterruptedException {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofMillis(20));
        Thread keeper = new Thread(stream::keepAlive);
        keeper.start();
        stream.begun(AudioFixture.INSTANCE);
        assertThat(Await.isReached(Duration.ofSeconds(10), () -> body().contains(": keep-alive\n\n: keep-alive\n\n")))
                .isTrue();
        stream.close();
        keeper.join(10_000);
        assertThat(keeper.isAlive()).isFalse();
    }

    private String body() {
        synchronized (received) {
            return received.toString(StandardCharsets.UTF_8);
        }
    }

    private EventStream stream(ResponseFormat format, Duration pause) {
        return new EventStream(new LiveResponse(response(), () -> gone), request(format, false, false), "en", pause);
    }

    private HttpServletResponse response() {
        ServletOutputStream body = new ServletOutputStream() {
            @Override
            public void write(int one) {
                synchronized (received) {
                    received.write(one);
                }
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
        return (HttpServletResponse) Proxy.newProxyInstance(
                EventStreamTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (self, called, given) -> switch (called.getName()) {
                    case "getOutputStream" -> body;
                    case "setStatus" -> null;
                    case "setHeader" -> headers.put((String) given[0], (String) given[1]);
                    case "setContentType" -> headers.put("type", (String) given[0]);
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }
}
