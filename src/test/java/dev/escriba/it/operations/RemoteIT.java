package dev.escriba.it.operations;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import dev.escriba.speech.remote.StubUpstream;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Models on other servers: a second Escriba, and servers that fail. The catalogue is administered over HTTP. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class RemoteIT {

    private static final String OWN_KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String KEY_THERE = "the-key-of-the-second-one-0123456789abcdef";
    private static final String DETECTING = "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00";

    private static StubUpstream stub;
    private static UberJar second;
    private static UberJar first;
    private static Service service;

    @BeforeAll
    static void start() throws Exception {
        stub = new StubUpstream();
        second = UberJar.start(
                home("remote-second-"), "second.log", "-Xmx1g", "-Describa.security.bootstrap-key=" + KEY_THERE);
        first = UberJar.start(
                home("remote-first-"),
                "first.log",
                "-Xmx1g",
                "-Describa.queue.enabled=true",
                "-Describa.queue.poll-interval=PT0.2S",
                "-Describa.security.bootstrap-key=" + OWN_KEY,
                setting("second.url", second.service("").base() + "v1"),
                setting("second.api-key", KEY_THERE),
                setting("second.words", "true"),
                setting("stub.url", stub.url()),
                setting("stub.timeout", "PT3S"),
                setting("stub.retry-delay", "PT0.01S"),
                setting("stub.breaker-failures", "1000"),
                setting("dead.url", "http://127.0.0.1:" + closedPort() + "/v1"),
                setting("dead.breaker-failures", "2"),
                setting("dead.max-attempts", "1"));
        service = first.service(OWN_KEY);
        assertThat(send("POST", "/api/v2/Billing/credits", credit()).statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable one : new AutoCloseable[] {first, second, stub}) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Path home(String name) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), name)
                .toAbsolutePath();
    }

    private static String setting(String name, String value) {
        return "-Describa.speech.remote." + name + "=" + value;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static JsonObjectBuilder credit() {
        return Json.createObjectBuilder().add("amount", 10).add("reason", "a test");
    }

    private static HttpResponse<String> send(String method, String path, JsonObjectBuilder body, String... headers) {
        var request = service.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", java.util.UUID.randomUUID().toString());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return service.send(request.method(
                method,
                body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(body.build().toString())));
    }

    private static JsonObjectBuilder model(String name, String upstream, String model) {
        return Json.createObjectBuilder()
                .add("name", name)
                .add("provider", "Test")
                .add("languages", Json.createArrayBuilder(List.of("en", "es")))
                .add("licence", "none")
                .add(
                        "remote",
                        Json.createObjectBuilder().add("upstream", upstream).add("model", model))
                .add("price", Json.createObjectBuilder().add("perMinute", 0.6));
    }

    private static String create(JsonObjectBuilder model) {
        HttpResponse<String> made = send("POST", "/api/v2/AIModels", model);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("ETag")).contains("\"1\"");
        String id = Answer.json(made).getString("id");
        assertThat(made.headers().firstValue("Location").orElseThrow()).endsWith("/api/v2/AIModels/" + id);
        return id;
    }

    private static BigDecimal balance() {
        return Answer.success(service.get("/api/v2/Billing/balance"))
                .getJsonNumber("balance")
                .bigDecimalValue();
    }

    private static JsonObject instance(HttpResponse<String> of) {
        return Answer.success(service.get(
                "/api/v2/Instances/" + of.headers().firstValue("X-Instance-Id").orElseThrow()));
    }

    @Test
    void aSecondEscribaTranscribesAndThisOneCharges() throws Exception {
        String id = create(model("Second", "second", DETECTING));
        BigDecimal before = balance();

        HttpResponse<String> answer = service.transcribe(file("File", MediaFixture.ENGLISH), text("ModelId", id));

        JsonObject transcription = Answer.success(answer);
        assertThat(Answer.words(transcription.getString("transcript"))).contains("quick brown fox");
        assertThat(transcription.getJsonObject("metadata").getString("language"))
                .isEqualTo("en");
        BigDecimal cost =
                transcription.getJsonObject("cost").getJsonNumber("total").bigDecimalValue();
        assertThat(cost).isEqualByComparingTo("0.03125");
        assertThat(before.subtract(balance())).isEqualByComparingTo(cost);
        assertThat(instance(answer).getString("answeredBy")).isEqualTo(id);

        JsonObject words = Answer.success(service.post(
                "/v1/audio/transcriptions",
                file("file", MediaFixture.mp3()),
                text("model", id),
                text("response_format", "verbose_json"),
                text("timestamp_granularities[]", "word")));
        assertThat(words.getJsonArray("words")).hasSizeGreaterThan(7);
        HttpResponse<String> spanish = service.transcribe(file("File", MediaFixture.SPANISH), text("ModelId", id));
        assertThat(Answer.success(spanish).getJsonObject("metadata").getString("language"))
                .isEqualTo("es");
        assertThat(first.log() + second.log()).doesNotContain(KEY_THERE);
    }

    @Test
    void aQueuedRunIsChargedAndAnotherModelTakesItOverToo() throws Exception {
        String remote = create(model("Queued", "second", DETECTING));
        String dead = create(model("Queued and dead", "dead", "whisper-1")
                .add("fallback", Json.createArrayBuilder().add(DETECTING)));
        BigDecimal before = balance();

        JsonObject answered = queued(remote);
        JsonObject takenOver = queued(dead);

        assertThat(answered.getString("answeredBy")).isEqualTo(remote);
        assertThat(Answer.words(answered.getString("transcript"))).contains("quick brown fox");
        assertThat(takenOver.getString("modelId")).isEqualTo(dead);
        assertThat(takenOver.getString("answeredBy")).isEqualTo(DETECTING);
        assertThat(before.subtract(balance())).as("the embedded model is free").isEqualByComparingTo("0.03125");
        assertThat(Answer.success(service.get("/api/v2/Billing/reconciliation")).getBoolean("balanced"))
                .isTrue();
    }

    /** Sends a recording that waits, and returns its execution when it has succeeded. */
    private static JsonObject queued(String model) throws Exception {
        HttpResponse<String> accepted = service.send(service.request("/api/v2/Audio/transcribe")
                .header("Content-Type", Service.contentType())
                .header("Prefer", "respond-async")
                .POST(Service.body(file("File", MediaFixture.ENGLISH), text("ModelId", model))));
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        Await.until("end of the queued run", Duration.ofMinutes(3), () -> instance(accepted)
                .getString("state")
                .equals("SUCCEEDED"));
        return instance(accepted);
    }

    /** What the caller gets, what is charged, and what the instance says. */
    @Test
    void aServerThatFailsCostsNothingAndTheInstanceSaysWhy() {
        String id = create(model("Stub", "stub", "whisper-1"));
        String foreign = "{\"error\":{\"message\":\"sk-of-the-server\"}}";
        record Shape(StubUpstream.Answer answer, int status, String failure) {}
        BigDecimal before = balance();
        for (Shape shape : List.of(
                new Shape(stub.silent(), 504, "remote-timeout"),
                new Shape(stub.stalled(), 504, "remote-timeout"),
                new Shape(StubUpstream.cut(), 502, "remote-cut"),
                new Shape(StubUpstream.json(429, foreign, "Retry-After", "120"), 502, "remote-busy"),
                new Shape(StubUpstream.json(500, foreign), 502, "remote-error"),
                new Shape(StubUpstream.json(400, foreign), 502, "remote-rejected"),
                new Shape(StubUpstream.json(401, foreign), 502, "remote-refused"),
                new Shape(StubUpstream.answer(200, "text/html", "<html>" + foreign), 502, "remote-invalid"),
                new Shape(StubUpstream.json(200, "{\"words\":1}"), 502, "remote-invalid"),
                new Shape(StubUpstream.json(200, "{\"text\":\"\"}"), 502, "remote-empty"),
                new Shape(StubUpstream.endless(), 502, "remote-too-large"))) {
            stub.answers(shape.answer());
            HttpResponse<String> answer = service.transcribe(file("File", MediaFixture.ENGLISH), text("ModelId", id));
            JsonObject problem = Answer.problem(answer, shape.status());
            assertThat(problem.toString()).doesNotContain("sk-of-the-server");
            assertThat(answer.headers().firstValue("Retry-After").isPresent())
                    .isEqualTo(shape.failure().equals("remote-busy"));
            assertThat(instance(answer).getString("state")).isEqualTo("FAILED");
            assertThat(instance(answer).getString("failure")).isEqualTo(shape.failure());
        }
        assertThat(balance()).isEqualByComparingTo(before);
        assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
        stub.answers(StubUpstream.json(200, StubUpstream.SENTENCE));
        Answer.success(service.transcribe(file("File", MediaFixture.ENGLISH), text("ModelId", id)));
    }

    /** The libraries of OpenAI repeat a request after 502 unless the answer says that it does not help. */
    @Test
    void clientsOfOpenAiAreToldWhatARemoteModelCannotDo() {
        String id = create(model("Asked as OpenAI", "stub", "whisper-1"));
        stub.answers(StubUpstream.json(200, "{\"text\":\"昨日。今日。\"}"));
        HttpResponse<String> japanese = openAi(id);
        assertThat(Answer.success(japanese).getString("text")).isEqualTo("昨日。今日。");
        assertThat(Answer.json(japanese).getJsonArray("languages")).isEmpty();
        HttpResponse<String> logprobs = openAi(id, text("include[]", "logprobs"));
        assertThat(logprobs.statusCode()).isEqualTo(400);
        assertThat(logprobs.body()).contains("\"param\":\"include\",\"code\":\"unsupported_value\"");
        stub.answers(StubUpstream.json(401, "{}"));
        HttpResponse<String> refused = openAi(id);
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.headers().firstValue("X-Should-Retry")).contains("false");
        stub.answers(StubUpstream.json(429, "{}", "Retry-After", "50"));
        assertThat(openAi(id).headers().firstValue("X-Should-Retry")).isEmpty();
        stub.answers(StubUpstream.json(200, StubUpstream.SENTENCE));
    }

    private HttpResponse<String> openAi(String model, Service.Part... more) {
        List<Service.Part> parts = new ArrayList<>(List.of(file("file", MediaFixture.ENGLISH), text("model", model)));
        parts.addAll(List.of(more));
        return service.post("/v1/audio/transcriptions", parts.toArray(Service.Part[]::new));
    }

    @Test
    void anotherModelTakesOverWhereTheServerIsDead() {
        String id = create(model("Dead", "dead", "whisper-1")
                .add("fallback", Json.createArrayBuilder().add(DETECTING)));
        BigDecimal before = balance();
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = service.transcribe(file("File", MediaFixture.ENGLISH), text("ModelId", id));
            assertThat(Answer.words(Answer.success(answer).getString("transcript")))
                    .contains("quick brown fox");
            assertThat(instance(answer).getString("modelId")).isEqualTo(id);
            assertThat(instance(answer).getString("answeredBy")).isEqualTo(DETECTING);
        }
        assertThat(balance()).as("the embedded model is free").isEqualByComparingTo(before);
        assertThat(entry(id).getJsonObject("health").getString("state")).isEqualTo("DOWN");
        assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
        String metrics = service.get("/metrics").body();
        assertThat(metrics)
                .contains("escriba_remote_up{model=\"Dead\"} 0")
                .contains("escriba_remote_requests_total{model=\"Dead\",outcome=\"remote-unreachable\"} 2")
                .contains("escriba_fallbacks_total{from=\"Dead\"");
    }

    @Test
    void aChangeOfTheCatalogueNamesTheStateThatItIsBasedOn() {
        String id = create(model("Changing", "stub", "whisper-1"));
        String path = "/api/v2/AIModels/" + id;
        JsonObjectBuilder changed = model("Changed", "stub", "whisper-2");
        assertThat(Answer.problem(send("PUT", path, changed), 428).getString("message"))
                .contains("If-Match");
        assertThat(send("PUT", path, model("Changed", "stub", "whisper-2"), "If-Match", "\"7\"")
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> put = send("PUT", path, model("Changed", "stub", "whisper-2"), "If-Match", "\"1\"");
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        assertThat(put.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(entry(id).getJsonObject("price").getJsonNumber("perMinute").doubleValue())
                .isEqualTo(0.6);

        Service writer = Administration.key(service, account(), "models:write");
        assertThat(array(writer.get("/api/v2/AIModels")).toString()).contains("whisper-2");
        Service transcriber = Administration.key(service, account(), "transcribe");
        assertThat(array(transcriber.get("/api/v2/AIModels")).toString())
                .contains("Changed", "\"perMinute\":0.6")
                .doesNotContain("whisper-2", "\"version\"");
        assertThat(transcriber
                        .send(transcriber.request(path).header("If-Match", "*").DELETE())
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", path, null, "If-Match", "\"1\"").statusCode()).isEqualTo(412);
        assertThat(send("DELETE", path, null, "If-Match", "\"2\"").statusCode()).isEqualTo(204);
        assertThat(service.get(path).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/api/v2/AIModels/" + DETECTING, null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(409);
        assertThat(service.get("/api/v2/Audit").body())
                .contains("MODEL_CREATED", "MODEL_CHANGED", "MODEL_DELETED", "PRICE_CHANGED");
    }

    @Test
    void wrongEntriesAreRefusedFieldByField() {
        JsonObject errors = Answer.problem(
                        send(
                                "POST",
                                "/api/v2/AIModels",
                                Json.createObjectBuilder()
                                        .add("name", "")
                                        .add("provider", "x")
                                        .add("licence", "x")
                                        .add(
                                                "languages",
                                                Json.createArrayBuilder().add("english"))
                                        .add(
                                                "remote",
                                                Json.createObjectBuilder().add("upstream", "nowhere"))
                                        .add("price", Json.createObjectBuilder().add("perMinute", -1))
                                        .add(
                                                "limits",
                                                Json.createObjectBuilder().add("maxAudioSeconds", 0))
                                        .add("colour", "red")),
                        400)
                .getJsonObject("errors");
        assertThat(errors.keySet())
                .containsExactlyInAnyOrder(
                        "name",
                        "languages",
                        "remote.upstream",
                        "remote.model",
                        "price.perMinute",
                        "limits.maxAudioSeconds",
                        "colour");
        JsonObjectBuilder unbounded = model("Unbounded", "stub", "x")
                .add("price", Json.createObjectBuilder().add("perMillionPromptTokens", 6));
        assertThat(Answer.problem(send("POST", "/api/v2/AIModels", unbounded), 400)
                        .getJsonObject("errors")
                        .keySet())
                .containsExactly("limits.maxTokensPerMinute");
        assertThat(Answer.problem(
                                service.send(service.request("/api/v2/AIModels?culture=es")
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString("{}"))),
                                400)
                        .toString())
                .contains("Se requiere");
    }

    private static JsonObject entry(String id) {
        return Answer.success(service.get("/api/v2/AIModels/" + id));
    }

    private static String account() {
        return Answer.success(service.get("/api/v2/Me")).getString("accountId");
    }

    private static JsonArray array(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readArray();
        }
    }
}
