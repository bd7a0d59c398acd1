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
import dev.escriba.speech.entity.Segment;
import dev.escriba.web.control.LiveResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final String DONE = "data: {\"type\":\"transcript.text.done\",\"text\":\"Hello & bye. Hola.\"";

    private static final Pattern SPEAKER = Pattern.compile("\"speaker\":\"([^\"]*)\"");

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Map<String, String> headers = new TreeMap<>();
    private EventWriter writer;
    private volatile boolean gone;
    private volatile boolean broken;
    private volatile boolean blocked;
    private volatile CountDownLatch blocking;

    @Test
    void theDeltasJoinedAreTheText() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        stream.begun(AudioFixture.INSTANCE);
        assertThat(body()).isEmpty();
        stream.segment(HELLO);
        stream.segment(HOLA);
        stream.send(() -> result("Hello & bye. Hola.", "en", HELLO, HOLA), EventStreamTest::noError);
        assertThat(body())
                .startsWith("data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hello & bye.\"}\n\n"
                        + "data: {\"type\":\"transcript.text.delta\",\"delta\":\" Hola.\"}\n\n" + DONE)
                .endsWith("}\n\n");
        assertThat(headers)
                .containsEntry("type", "text/event-stream;charset=UTF-8")
                .containsEntry("X-Instance-Id", AudioFixture.INSTANCE.toString())
                .containsEntry("Content-Language", "en");
    }

    /** Japanese has no space between its segments. */
    @Test
    void theDeltasJoinedAreTheTextWithoutSpacesToo() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        stream.segment(segment("昨日。"));
        stream.segment(segment("今日。"));
        stream.send(() -> result("昨日。今日。", "ja", segment("昨日。"), segment("今日。")), EventStreamTest::noError);
        assertThat(body()).contains("\"delta\":\"昨日。\"", "\"delta\":\"今日。\"", "\"text\":\"昨日。今日。\"");
    }

    /** What a client has read cannot be taken back, so the last event repeats it. */
    @Test
    void theLastEventHasTheTextOfTheDeltasWhateverTheResultIs() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        stream.segment(HELLO);
        stream.segment(HOLA);
        stream.send(() -> result("Hello & bye.  Hola.", "en", HELLO, HOLA), EventStreamTest::noError);
        assertThat(body()).contains(DONE + ",");
    }

    private static Segment segment(String text) {
        return AudioFixture.segment(0, 1000, text, "ja", List.of(), List.of(), OptionalInt.empty());
    }

    @Test
    void segmentsWithSpeakersHaveEventsOfTheirOwn() {
        EventStream stream = stream(ResponseFormat.DIARIZED_JSON, Duration.ofSeconds(15));
        stream.segment(HOLA);
        assertThat(body())
                .isEqualTo(
                        "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hola.\",\"segment_id\":\"seg_001\"}\n\n"
                                + "data: {\"type\":\"transcript.text.segment\",\"id\":\"seg_001\",\"start\":2,\"end\":3,"
                                + "\"text\":\"Hola.\",\"speaker\":\"A\"}\n\n");
    }

    @Test
    void aTextWithoutSegmentsIsOneDelta() {
        stream(ResponseFormat.JSON, Duration.ofSeconds(15))
                .send(() -> result("Hello & bye. Hola.", "en"), EventStreamTest::noError);
        assertThat(body())
                .startsWith("data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hello & bye. Hola.\"}\n\n" + DONE);
    }

    @Test
    void silenceHasTheLastEventAlone() {
        stream(ResponseFormat.JSON, Duration.ofSeconds(15)).send(() -> result("", null), EventStreamTest::noError);
        assertThat(body()).startsWith("data: {\"type\":\"transcript.text.done\",\"text\":\"\",\"languages\":[],");
    }

    @Test
    void aLetterBelongsToItsSpeakerForTheWholeStream() {
        EventStream stream = stream(ResponseFormat.DIARIZED_JSON, Duration.ofSeconds(15));
        stream.segment(HOLA);
        stream.segment(HELLO);
        stream.segment(HOLA);
        assertThat(SPEAKER.matcher(body()).results().map(found -> found.group(1)))
                .containsExactly("A", "B", "A");
    }

    @Test
    void aClientThatIsGoneEndsTheRun() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        stream.check();
        stream.recognized(null);
        gone = true;
        requireGone(() -> stream.segment(HELLO));
        requireGone(stream::check);
        requireGone(() -> stream.recognized(null));
    }

    @Test
    void aClientThatReadsTooSlowlyEndsTheRunAndIsToldNothingMore() {
        EventStream stream = stream(ResponseFormat.JSON, new EventWriter.Pace(Duration.ofSeconds(15), Duration.ZERO));
        requireGone(() -> stream.segment(HELLO));
        requireGone(stream::check);
        String before = body();
        stream.send(
                () -> {
                    throw Problem.unavailable();
                },
                problem -> "{}");
        assertThat(body()).isEqualTo(before);
    }

    @Test
    void aWriteThatFailsEndsTheRun() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        broken = true;
        requireGone(() -> stream.segment(HELLO));
        requireGone(stream::check);
    }

    private static void requireGone(ThrowingCallable step) {
        assertThatExceptionOfType(Problem.class).isThrownBy(step).satisfies(problem -> assertThat(problem.status())
                .isEqualTo(499));
    }

    @Test
    void aFailureBeforeTheFirstEventIsThrown() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        Problem busy = Problem.unavailable();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> stream.send(
                        () -> {
                            throw busy;
                        },
                        EventStreamTest::noError))
                .isSameAs(busy);
        assertThat(body()).isEmpty();
    }

    @Test
    void aFailureAfterTheFirstEventIsTheLastEvent() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        stream.send(
                () -> {
                    stream.segment(HELLO);
                    throw Problem.invalid("file", "file.empty");
                },
                problem -> "{\"error\":" + problem.status() + "}");
        assertThat(body()).startsWith("data: {\"type\":").endsWith("}\n\ndata: {\"error\":400}\n\n");
    }

    @Test
    void anErrorAfterTheFirstEventIsTheLastEventAndIsThrownToo() {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofSeconds(15));
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> stream.send(
                        () -> {
                            stream.segment(HELLO);
                            throw new StackOverflowError();
                        },
                        problem -> "{\"error\":" + problem.status() + "}"));
        assertThat(body()).endsWith("}\n\ndata: {\"error\":503}\n\n");
    }

    /** A client that does not read blocks the write of a comment. */
    @Test
    void aRunThatWaitsForACommentToBeWrittenCanBeCancelled() throws InterruptedException {
        CountDownLatch unread = new CountDownLatch(1);
        blocking = unread;
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofMillis(1));
        stream.begun(AudioFixture.INSTANCE);
        Thread keeper = new Thread(writer::keepAlive);
        keeper.start();
        assertThat(Await.isReached(Duration.ofSeconds(10), () -> blocked)).isTrue();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread run = new Thread(() -> stream.segment(HELLO));
        run.setUncaughtExceptionHandler((thread, problem) -> thrown.set(problem));
        run.start();
        run.interrupt();
        run.join(10_000);
        assertThat(thrown.get()).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                .isEqualTo(503));
        unread.countDown();
        writer.close();
        keeper.join(10_000);
        assertThat(keeper.isAlive()).isFalse();
    }

    @Test
    void aCommentThatFindsNoClientEndsTheRun() throws InterruptedException {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofMillis(1));
        stream.begun(AudioFixture.INSTANCE);
        broken = true;
        Thread keeper = new Thread(writer::keepAlive);
        keeper.start();
        keeper.join(10_000);
        requireGone(stream::check);
    }

    @Test
    void commentsKeepTheConnectionOpenBeforeTheRunBeginsToo() throws InterruptedException {
        EventStream stream = stream(ResponseFormat.JSON, Duration.ofMillis(20));
        Thread keeper = new Thread(writer::keepAlive);
        keeper.start();
        assertThat(Await.isReached(Duration.ofSeconds(10), () -> body().contains(": keep-alive\n\n: keep-alive\n\n")))
                .isTrue();
        assertThat(headers)
                .containsEntry("type", "text/event-stream;charset=UTF-8")
                .doesNotContainKey("X-Instance-Id");
        stream.send(
                () -> {
                    throw Problem.unavailable();
                },
                problem -> "{\"error\":" + problem.status() + "}");
        keeper.join(10_000);
        assertThat(keeper.isAlive()).isFalse();
        assertThat(body()).endsWith("data: {\"error\":503}\n\n");
    }

    private String body() {
        synchronized (received) {
            return received.toString(StandardCharsets.UTF_8);
        }
    }

    private static String noError(Problem problem) {
        throw new AssertionError(problem);
    }

    private EventStream stream(ResponseFormat format, Duration pause) {
        return stream(format, new EventWriter.Pace(pause, Duration.ofMinutes(1)));
    }

    private EventStream stream(ResponseFormat format, EventWriter.Pace pace) {
        writer = new EventWriter(new LiveResponse(response(), () -> gone), "en", pace);
        return new EventStream(writer, request(format, false, false), instance -> {});
    }

    private void awaitReader() throws IOException {
        try {
            blocking.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private HttpServletResponse response() {
        ServletOutputStream body = new ServletOutputStream() {
            @Override
            public void write(int one) throws IOException {
                if (broken) {
                    throw new IOException("Broken pipe");
                }
                if (blocking != null) {
                    blocked = true;
                    awaitReader();
                }
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
