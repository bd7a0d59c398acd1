package dev.escriba.speech.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.escriba.Await;
import dev.escriba.speech.control.MemoryPcm;
import dev.escriba.speech.control.Samples;
import dev.escriba.speech.entity.EngineFailure;
import dev.escriba.speech.entity.RecognitionRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run gets from a server that fails, for each way to fail. */
@Timeout(60)
class RemoteFaultsTest {

    /** A text that a server may put into a wrong answer. It must reach neither the caller nor a log. */
    private static final String FOREIGN = "sk-leaked at 10.0.0.7";

    private StubUpstream stub;

    @BeforeEach
    void start() throws IOException {
        stub = new StubUpstream();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    /** @param requests that the server receives */
    record Row(String shape, StubUpstream.Answer answer, String reason, int status, int requests) {
        @Override
        public String toString() {
            return shape;
        }
    }

    static Stream<Row> shapes() {
        return Stream.of(
                new Row("cut in the middle", StubUpstream.cut(), "remote-cut", 502, 3),
                new Row("429", StubUpstream.json(429, error(), "Retry-After", "0"), "remote-busy", 502, 3),
                new Row(
                        "429 for a day",
                        StubUpstream.json(429, error(), "Retry-After", "86400"),
                        "remote-busy",
                        502,
                        1),
                new Row("500", StubUpstream.json(500, error()), "remote-error", 502, 3),
                new Row("503", StubUpstream.json(503, error()), "remote-error", 502, 3),
                new Row("400", StubUpstream.json(400, error()), "remote-rejected", 502, 1),
                new Row(
                        "409 while the first try still runs",
                        StubUpstream.json(409, error(), "Retry-After", "0"),
                        "remote-in-progress",
                        502,
                        3),
                new Row("409", StubUpstream.json(409, error()), "remote-rejected", 502, 1),
                new Row("401", StubUpstream.json(401, error()), "remote-refused", 502, 1),
                new Row("413", StubUpstream.json(413, error()), "remote-rejected", 502, 1),
                new Row(
                        "redirection",
                        StubUpstream.json(302, "", "Location", "/elsewhere"),
                        "remote-unexpected",
                        502,
                        1),
                new Row("HTML", html(200), "remote-invalid", 502, 1),
                new Row("HTML with 502", html(502), "remote-error", 502, 3),
                new Row("no body", StubUpstream.json(200, ""), "remote-invalid", 502, 1),
                new Row("JSON list", StubUpstream.json(200, "[]"), "remote-invalid", 502, 1),
                new Row("no text", StubUpstream.json(200, "{\"transcript\":\"x\"}"), "remote-invalid", 502, 1),
                new Row("text of another type", StubUpstream.json(200, "{\"text\":[\"x\"]}"), "remote-invalid", 502, 1),
                new Row("half of JSON", StubUpstream.json(200, "{\"text\":\"" + FOREIGN), "remote-invalid", 502, 1),
                new Row(
                        "segment without times",
                        StubUpstream.json(200, "{\"text\":\"x\",\"segments\":[{\"text\":\"x\"}]}"),
                        "remote-invalid",
                        502,
                        1),
                new Row(
                        "negative tokens",
                        StubUpstream.json(200, "{\"text\":\"x\",\"usage\":{\"input_tokens\":-1,\"output_tokens\":1}}"),
                        "remote-invalid",
                        502,
                        1),
                new Row("two million tokens", tokens(2_000_001), "remote-invalid", 502, 1),
                new Row(
                        "the duration of another recording",
                        StubUpstream.json(200, "{\"text\":\"x\",\"duration\":7200.5}"),
                        "remote-invalid",
                        502,
                        1),
                new Row(
                        "a segment after the end",
                        StubUpstream.json(
                                200,
                                "{\"text\":\"x\",\"duration\":3,\"segments\":["
                                        + "{\"start\":7000,\"end\":7200,\"text\":\"x\"},"
                                        + "{\"start\":0,\"end\":1,\"text\":\"x\"}]}"),
                        "remote-invalid",
                        502,
                        1),
                new Row(
                        "a word after the end",
                        StubUpstream.json(
                                200, "{\"text\":\"x\",\"words\":[{\"start\":7000,\"end\":7200,\"word\":\"x\"}]}"),
                        "remote-invalid",
                        502,
                        1),
                new Row(
                        "a segment that ends long after the end",
                        StubUpstream.json(
                                200, "{\"text\":\"x\",\"segments\":[{\"start\":0,\"end\":7200,\"text\":\"x\"}]}"),
                        "remote-invalid",
                        502,
                        1),
                new Row(
                        "a segment that begins after the end",
                        StubUpstream.json(
                                200, "{\"text\":\"x\",\"segments\":[{\"start\":20,\"end\":21,\"text\":\"x\"}]}"),
                        "remote-invalid",
                        502,
                        1),
                new Row(
                        "a usage of more seconds",
                        StubUpstream.json(200, "{\"text\":\"x\",\"usage\":{\"type\":\"duration\",\"seconds\":7200}}"),
                        "remote-invalid",
                        502,
                        1),
                new Row(
                        "the text of another recording without times",
                        StubUpstream.json(200, "{\"text\":\"" + "said in two hours ".repeat(6_000) + "\"}"),
                        "remote-invalid",
                        502,
                        1),
                new Row("deep nesting", StubUpstream.json(200, "[".repeat(100_000)), "remote-invalid", 502, 1),
                new Row("empty over speech", StubUpstream.json(200, "{\"text\":\" \\n\"}"), "remote-empty", 502, 1),
                new Row("endless", StubUpstream.endless(), "remote-too-large", 502, 1));
    }

    private static StubUpstream.Answer tokens(int each) {
        return StubUpstream.json(
                200, "{\"text\":\"x\",\"usage\":{\"input_tokens\":" + each + ",\"output_tokens\":" + each + "}}");
    }

    private static String error() {
        return "{\"error\":{\"message\":\"" + FOREIGN + "\"}}";
    }

    private static StubUpstream.Answer html(int status) {
        return StubUpstream.answer(status, "text/html", "<html>" + FOREIGN + "</html>");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aServerOfThatShapeGivesAFailureOfItsOwn(Row row) throws Exception {
        stub.answers(row.answer());

        EngineFailure failure = failure(stub.url());

        assertFailure(failure, row.reason(), row.status());
        assertThat(stub.received()).hasSize(row.requests());
        assertThat(stub.received().stream()
                        .map(received -> received.headers().get("idempotency-key"))
                        .distinct())
                .as("one key for all tries of a run")
                .hasSize(1);
    }

    @Test
    void aServerThatDoesNotAnswerInTimeIsNotAskedAgain() throws Exception {
        stub.answers(stub.silent());
        assertFailure(failure(stub.url(), "stub.timeout", "PT2S"), "remote-timeout", 504);
        stub.answers(stub.stalled());
        assertFailure(failure(stub.url(), "stub.timeout", "PT2S"), "remote-timeout", 504);

        assertThat(stub.received()).hasSize(2);
    }

    @Test
    void aRefusedConnectionIsAFailure() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertFailure(failure("http://127.0.0.1:" + port + "/v1"), "remote-unreachable", 502);
        assertFailure(failure("http://no-such-host.invalid/v1"), "remote-unreachable", 502);
    }

    @Test
    void aCertificateForAnotherNameIsAFailure(@TempDir Path directory) throws Exception {
        KeyStore keys = certificateFor("another.example", directory);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        try (StubUpstream secure = new StubUpstream(https)) {
            Upstream upstream = RemoteFixture.settings("stub.url", "https://127.0.0.1:" + secure.port() + "/v1")
                    .upstream("stub")
                    .orElseThrow();
            // the client trusts the authority that signed the certificate: only the name is wrong
            UpstreamClient client = new UpstreamClient(
                    upstream, Clock.systemUTC(), HttpClient.newBuilder().sslContext(context(keys)));

            UpstreamException failure = catchThrowableOfType(
                    UpstreamException.class,
                    () -> client.send(new RemoteRequest("", new MultipartForm(), silence(), "run")));

            assertThat(failure.fault()).isEqualTo(Fault.TLS);
            assertThat(secure.received()).isEmpty();
        }
    }

    @Test
    void aPlainServerAtAnEncryptedAddressIsAFailure() throws Exception {
        EngineFailure failure = failure(stub.url().replace("http:", "https:"));

        assertThat(failure.status()).isEqualTo(502);
    }

    @Test
    void aTryThatSucceedsAfterAFailureIsTheResult() throws Exception {
        stub.answers(exchange -> StubUpstream.json(stub.received().size() < 3 ? 500 : 200, StubUpstream.SENTENCE)
                .give(exchange));
        try (RemoteFixture fixture = RemoteFixture.of(stub.url())) {
            assertThat(recognize(fixture).text()).isEqualTo("The quick brown fox.");
        }
        assertThat(stub.received()).hasSize(3);
    }

    @Test
    void theNextTryWaitsForAsLongAsTheServerAsks() throws Exception {
        stub.answers(exchange -> {
            boolean first = stub.received().size() == 1;
            StubUpstream.json(first ? 429 : 200, StubUpstream.SENTENCE, "Retry-After", "1")
                    .give(exchange);
        });
        long began = System.nanoTime();
        try (RemoteFixture fixture = RemoteFixture.of(stub.url())) {
            assertThat(recognize(fixture).text()).isNotEmpty();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theTimeThatTheServerAsksForReachesTheCaller() throws Exception {
        stub.answers(StubUpstream.json(429, error(), "Retry-After", "86400"));

        assertThat(failure(stub.url()).retryAfter()).contains(Duration.ofDays(1));
    }

    /** A dead server is not asked after some failures. The breaker of another model of the same engine stays closed. */
    @Test
    void aDeadServerIsNotAskedAndAHealthyOneIs() throws Exception {
        stub.answers(StubUpstream.json(503, error()));
        try (StubUpstream healthy = new StubUpstream();
                RemoteFixture fixture = RemoteFixture.of(
                        stub.url(),
                        "stub.breaker-failures",
                        "2",
                        "stub.breaker-delay",
                        "PT1H",
                        "stub.max-attempts",
                        "1",
                        "other.url",
                        healthy.url())) {
            for (int i = 0; i < 10; i++) {
                EngineFailure failure = catchThrowableOfType(EngineFailure.class, () -> recognize(fixture));
                assertThat(failure.status()).isEqualTo(502);
                assertThat(failure.reason()).isEqualTo(i < 2 ? "remote-error" : "remote-open");
                assertThat(failure.retryAfter().isPresent()).isEqualTo(i >= 2);
                assertThat(fixture.engine
                                .recognize(speech(), request().to(RemoteFixture.OTHER))
                                .text())
                        .isNotEmpty();
            }
            assertThat(stub.received()).hasSize(2);
            assertThat(healthy.received()).hasSize(10);
            assertThat(fixture.engine.readiness(RemoteFixture.ID).isUp()).isFalse();
            assertThat(fixture.engine.readiness(RemoteFixture.OTHER).isUp()).isTrue();
            assertThat(fixture.engine.readiness().isUp()).isTrue();
        }
    }

    @Test
    void aServerThatRecoversIsAskedAgain() throws Exception {
        stub.answers(StubUpstream.json(503, error()));
        try (RemoteFixture fixture = RemoteFixture.of(
                stub.url(), "stub.breaker-failures", "1", "stub.breaker-delay", "PT0.2S", "stub.max-attempts", "1")) {
            assertThat(catchThrowableOfType(EngineFailure.class, () -> recognize(fixture))
                            .reason())
                    .isEqualTo("remote-error");
            stub.answers(StubUpstream.json(200, StubUpstream.SENTENCE));
            Await.until("breaker that lets a request through", Duration.ofSeconds(10), () -> fixture.engine
                    .readiness(RemoteFixture.ID)
                    .isUp());
            assertThat(recognize(fixture).text()).isNotEmpty();
            assertThat(recognize(fixture).text()).isNotEmpty();
        }
    }

    /** A server may answer 500 to a recording that was made for it. */
    @ParameterizedTest
    @ValueSource(strings = {"500", "cut", "HTML"})
    void theRecordingsOfOneAccountTakeTheModelFromNobodyElse(String shape) throws Exception {
        StubUpstream.Answer broken =
                switch (shape) {
                    case "500" -> StubUpstream.json(500, error());
                    case "cut" -> StubUpstream.cut();
                    default -> html(200);
                };
        stub.answers(broken);
        try (RemoteFixture fixture = RemoteFixture.of(
                stub.url(), "stub.breaker-failures", "2", "stub.breaker-delay", "PT1H", "stub.max-attempts", "1")) {
            for (int i = 0; i < 5; i++) {
                EngineFailure failure = failure(fixture, "hostile");
                assertThat(failure.reason().equals("remote-open")).isEqualTo(i >= 2);
                assertThat(failure.retryAfter().isPresent()).isEqualTo(i >= 2);
            }
            assertThat(stub.received()).as("its own breaker opens").hasSize(2);
            assertThat(fixture.engine.readiness(RemoteFixture.ID).isUp()).isTrue();
            fixture.engine.requireAnswering(RemoteFixture.ID, "other");
            assertFailure(
                    catchThrowableOfType(
                            EngineFailure.class, () -> fixture.engine.requireAnswering(RemoteFixture.ID, "hostile")),
                    "remote-open",
                    502);

            stub.answers(StubUpstream.json(200, StubUpstream.SENTENCE));
            assertThat(recognize(fixture, "other").text()).isNotEmpty();
            assertThat(failure(fixture, "hostile").reason()).isEqualTo("remote-open");
        }
    }

    @Test
    void aServerThatFailsForSeveralAccountsIsAskedForNone() throws Exception {
        stub.answers(StubUpstream.json(500, error()));
        try (RemoteFixture fixture = RemoteFixture.of(
                stub.url(), "stub.breaker-failures", "2", "stub.breaker-delay", "PT1H", "stub.max-attempts", "1")) {
            for (String account : List.of("one", "two", "one")) {
                assertThat(failure(fixture, account).reason()).isEqualTo("remote-error");
            }
            assertThat(failure(fixture, "three").reason()).isEqualTo("remote-open");
            assertThat(fixture.engine.readiness(RemoteFixture.ID).isUp()).isFalse();
        }
        assertThat(stub.received()).hasSize(3);
    }

    /** After an outage the first request tells whether the server works again, but not that of a broken recording. */
    @Test
    void aRecordingThatFailsKeepsNoBreakerOpen() throws Exception {
        stub.answers(StubUpstream.json(503, error()));
        try (RemoteFixture fixture = RemoteFixture.of(
                stub.url(), "stub.breaker-failures", "2", "stub.breaker-delay", "PT2S", "stub.max-attempts", "1")) {
            failure(fixture, "one");
            failure(fixture, "two");
            assertThat(fixture.engine.readiness(RemoteFixture.ID).isUp()).isFalse();
            Await.until("breaker that lets a request through", Duration.ofSeconds(20), () -> fixture.engine
                    .readiness(RemoteFixture.ID)
                    .isUp());
            stub.answers(StubUpstream.json(500, error()));
            assertThat(failure(fixture, "hostile").reason()).isEqualTo("remote-error");
            stub.answers(StubUpstream.json(200, StubUpstream.SENTENCE));
            assertThat(recognize(fixture, "one").text()).isNotEmpty();
            assertThat(recognize(fixture, "two").text()).isNotEmpty();
        }
    }

    /** A request that this very recording makes impossible says nothing about the server. */
    @Test
    void aRejectedRequestDoesNotOpenTheBreaker() throws Exception {
        stub.answers(StubUpstream.json(400, error()));
        try (RemoteFixture fixture = RemoteFixture.of(stub.url(), "stub.breaker-failures", "1")) {
            for (int i = 0; i < 5; i++) {
                assertThat(catchThrowableOfType(EngineFailure.class, () -> recognize(fixture))
                                .reason())
                        .isEqualTo("remote-rejected");
            }
        }
        assertThat(stub.received()).hasSize(5);
    }

    /** One caller could send recordings in which every server hears nothing, and take the model from all. */
    @Test
    void anEmptyTranscriptDoesNotOpenTheBreaker() throws Exception {
        stub.answers(StubUpstream.json(200, "{\"text\":\"\"}"));
        assertFaults("remote-empty", RemoteFaultsTest::speech);
    }

    /** A caller can make a recording of which a server hears more than Escriba does. */
    @Test
    void anAnswerAboutMoreAudioDoesNotOpenTheBreaker() throws Exception {
        stub.answers(StubUpstream.json(200, "{\"text\":\"x\",\"duration\":7200}"));
        assertFaults("remote-invalid", RemoteFaultsTest::speech);
    }

    @Test
    void anAnswerWithinTwoSecondsOfTheLengthIsTaken() throws Exception {
        stub.answers(StubUpstream.json(200, "{\"text\":\"x\",\"duration\":4.5}"));
        try (RemoteFixture fixture = RemoteFixture.of(stub.url())) {
            assertThat(recognize(fixture).text()).isEqualTo("x");
        }
    }

    @Test
    void theMostTokensOfAllChannelsAreNoOverflow() throws Exception {
        stub.answers(tokens(2_000_000));
        try (RemoteFixture fixture = RemoteFixture.of(stub.url())) {
            assertThat(Math.multiplyExact(64, recognize(fixture).promptTokens()))
                    .isPositive();
        }
    }

    @Test
    void aTimeOutOfALongRecordingDoesNotOpenTheBreaker() throws Exception {
        stub.answers(stub.silent());
        float[] speech = Samples.speech("en");
        float[] padded = Arrays.copyOf(speech, speech.length + 16_000 * 121);
        assertFaults("remote-timeout", () -> new MemoryPcm(padded), "stub.timeout", "PT0.3S");
    }

    private void assertFaults(String reason, Callable<MemoryPcm> audio, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("stub.breaker-failures", "1"));
        settings.addAll(List.of(more));
        try (RemoteFixture fixture = RemoteFixture.of(stub.url(), settings.toArray(String[]::new))) {
            for (int i = 0; i < 3; i++) {
                assertThat(catchThrowableOfType(
                                        EngineFailure.class,
                                        () -> fixture.engine.recognize(
                                                audio.call(), request().to(RemoteFixture.ID)))
                                .reason())
                        .as("not remote-open")
                        .isEqualTo(reason);
            }
        }
    }

    /** The decoder of a recording has a permit that other recordings need. */
    @Test
    void theAudioIsClosedBeforeTheServerIsAsked() throws Exception {
        MemoryPcm audio = speech();
        List<Boolean> closed = new CopyOnWriteArrayList<>();
        stub.answers(exchange -> {
            closed.add(audio.closed());
            StubUpstream.json(200, StubUpstream.SENTENCE).give(exchange);
        });
        try (RemoteFixture fixture = RemoteFixture.of(stub.url())) {
            fixture.engine.recognize(audio, request().to(RemoteFixture.ID));
        }
        assertThat(closed).containsExactly(true);
    }

    @Test
    void aModelThatIsNotAskedCostsNoDecoding() throws Exception {
        stub.answers(StubUpstream.json(500, error()));
        try (RemoteFixture fixture = RemoteFixture.of(
                stub.url(), "stub.breaker-failures", "1", "stub.breaker-delay", "PT1H", "stub.max-attempts", "1")) {
            fixture.engine.requireAnswering(RemoteFixture.ID, "");
            assertFailure(catchThrowableOfType(EngineFailure.class, () -> recognize(fixture)), "remote-error", 502);
            MemoryPcm audio = speech();

            EngineFailure failure = catchThrowableOfType(
                    EngineFailure.class,
                    () -> fixture.engine.recognize(audio, request().to(RemoteFixture.ID)));

            assertFailure(failure, "remote-open", 502);
            assertThat(audio.reads()).isZero();
            assertFailure(
                    catchThrowableOfType(
                            EngineFailure.class, () -> fixture.engine.requireAnswering(RemoteFixture.ID, "")),
                    "remote-open",
                    502);
        }
    }

    /** An administrator may delete a model while a run waits. */
    @Test
    void aModelThatWasDeletedIsAFailureOfItsEngine() {
        try (RemoteFixture fixture = RemoteFixture.of(stub.url())) {
            assertFailure(
                    catchThrowableOfType(
                            EngineFailure.class,
                            () -> fixture.engine.recognize(speech(), request().to(UUID.randomUUID()))),
                    "remote-unconfigured",
                    503);
        }
    }

    /** An answer that the HTTP client itself cannot read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: " + FOREIGN + "\r\n\r\n",
                FOREIGN + "\r\n\r\n",
                "HTTP/1.1 abc " + FOREIGN + "\r\n\r\n"
            })
    void anAnswerThatIsNoHttpIsAFailure(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> serve(server, answer));
            serving.start();

            EngineFailure failure = failure("http://127.0.0.1:" + server.getLocalPort() + "/v1");

            assertFailure(failure, failure.reason(), 502);
            assertThat(failure.reason()).isIn("remote-invalid", "remote-cut");
        }
    }

    private static void serve(ServerSocket server, String answer) {
        while (true) {
            try (Socket socket = server.accept()) {
                readForm(socket.getInputStream());
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private static void readForm(InputStream request) throws IOException {
        StringBuilder end = new StringBuilder();
        for (int read = request.read(); read >= 0; read = request.read()) {
            end.append((char) read);
            if (end.length() > 8) {
                end.delete(0, end.length() - 8);
            }
            if (end.toString().endsWith("--\r\n")) {
                return;
            }
        }
    }

    @Test
    void anInterruptEndsTheRequest() throws Exception {
        stub.answers(stub.silent());
        try (RemoteFixture fixture = RemoteFixture.of(stub.url())) {
            Throwable[] end = new Throwable[1];
            Thread run = new Thread(() -> end[0] = catchThrowableOfType(Exception.class, () -> recognize(fixture)));
            run.start();
            Await.until(
                    "request", Duration.ofSeconds(20), () -> !stub.received().isEmpty());
            run.interrupt();
            run.join(TimeUnit.SECONDS.toMillis(10));

            assertThat(end[0]).isInstanceOf(InterruptedException.class);
        }
    }

    /** A run that is cancelled says nothing about the server: the next run asks whether it has recovered. */
    @Test
    void aCancelledProbeOfAServerLeavesTheNextRunToAskIt() throws Exception {
        stub.answers(StubUpstream.json(503, error()));
        try (RemoteFixture fixture = RemoteFixture.of(
                stub.url(), "stub.breaker-failures", "1", "stub.breaker-delay", "PT2S", "stub.max-attempts", "1")) {
            assertFailure(catchThrowableOfType(EngineFailure.class, () -> recognize(fixture)), "remote-error", 502);
            Await.until("breaker that lets a request through", Duration.ofSeconds(20), () -> fixture.engine
                    .readiness(RemoteFixture.ID)
                    .isUp());
            stub.answers(stub.silent());
            Throwable[] end = new Throwable[1];
            Thread run = new Thread(() -> end[0] = catchThrowableOfType(Exception.class, () -> recognize(fixture)));
            run.start();
            Await.until("request", Duration.ofSeconds(20), () -> stub.received().size() == 2);
            run.interrupt();
            run.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(end[0]).isInstanceOf(InterruptedException.class);

            assertThat(fixture.engine.readiness(RemoteFixture.ID).isUp()).isTrue();
            stub.answers(StubUpstream.json(200, StubUpstream.SENTENCE));
            assertThat(recognize(fixture).text()).isNotEmpty();
        }
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2026-11-29T20:00:00Z");

        assertThat(UpstreamClient.retryAfter("120", now)).contains(Duration.ofMinutes(2));
        assertThat(UpstreamClient.retryAfter("Sun, 29 Nov 2026 20:00:30 GMT", now))
                .contains(Duration.ofSeconds(30));
        assertThat(UpstreamClient.retryAfter("Sun, 29 Nov 2026 19:00:00 GMT", now))
                .contains(Duration.ZERO);
        for (String wrong : new String[] {"", "soon", "-1", "1.5", "99999999999"}) {
            assertThat(UpstreamClient.retryAfter(wrong, now)).as(wrong).isEmpty();
        }
    }

    @Test
    void theDelayGrowsWithinItsBoundsAndEnds() {
        Retries least = new Retries(4, Duration.ofSeconds(1), Duration.ofSeconds(3), () -> 0);
        Retries most = new Retries(4, Duration.ofSeconds(1), Duration.ofSeconds(3), () -> 1);

        assertThat(least.after(1, Optional.empty())).contains(Duration.ofMillis(500));
        assertThat(most.after(1, Optional.empty())).contains(Duration.ofSeconds(1));
        assertThat(most.after(2, Optional.empty())).contains(Duration.ofSeconds(2));
        assertThat(most.after(3, Optional.empty())).contains(Duration.ofSeconds(3));
        assertThat(most.after(4, Optional.empty())).isEmpty();
        assertThat(least.after(1, Optional.of(Duration.ofSeconds(2)))).contains(Duration.ofSeconds(2));
        assertThat(least.after(1, Optional.of(Duration.ofSeconds(4)))).isEmpty();
    }

    private static void assertFailure(EngineFailure failure, String reason, int status) {
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.errors()).isEmpty();
        StringWriter written = new StringWriter();
        failure.printStackTrace(new PrintWriter(written));
        assertThat(written.toString()).doesNotContain(FOREIGN, "sk-leaked");
    }

    private static EngineFailure failure(String url, String... more) {
        try (RemoteFixture fixture = RemoteFixture.of(url, more)) {
            return catchThrowableOfType(EngineFailure.class, () -> recognize(fixture));
        }
    }

    private static dev.escriba.speech.entity.Recognition recognize(RemoteFixture fixture) throws Exception {
        return fixture.engine.recognize(speech(), request().to(RemoteFixture.ID));
    }

    private static dev.escriba.speech.entity.Recognition recognize(RemoteFixture fixture, String account)
            throws Exception {
        return fixture.engine.recognize(
                speech(),
                new RecognitionRequest(Optional.of(RemoteFixture.ID), Set.of("en"), "", account, Duration.ZERO));
    }

    private static EngineFailure failure(RemoteFixture fixture, String account) {
        return catchThrowableOfType(EngineFailure.class, () -> recognize(fixture, account));
    }

    private static MemoryPcm speech() throws IOException {
        return new MemoryPcm(Samples.speech("en"));
    }

    private static RecognitionRequest request() {
        return new RecognitionRequest(Set.of("en"), "");
    }

    private static AudioFile silence() {
        return new AudioFile(
                "audio.wav",
                "audio/wav",
                4,
                () -> new ByteArrayInputStream("RIFF".getBytes(StandardCharsets.US_ASCII)));
    }

    private static SSLContext context(KeyStore keys) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "secret".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    /** A self-signed certificate, by the tool of the JDK. Its entry is trusted too. */
    private static KeyStore certificateFor(String name, Path directory) throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            keys.load(content, "secret".toCharArray());
        }
        keys.setCertificateEntry("trusted", keys.getCertificate("server"));
        return keys;
    }
}
