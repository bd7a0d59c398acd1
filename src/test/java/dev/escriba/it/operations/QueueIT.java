package dev.escriba.it.operations;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.EventReader;
import dev.escriba.it.support.Recordings;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Queued runs over HTTP, on the uber-jar with the packed models. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QueueIT {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String PRICE = "escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00.per-minute";

    private static Path home;
    private static UberJar jar;

    @BeforeAll
    static void start() throws Exception {
        home = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "queue-")
                .toAbsolutePath();
        jar = launch("first.log");
        assertThat(credit(service(), "10").statusCode()).isEqualTo(201);
    }

    private static UberJar launch(String log) throws Exception {
        return UberJar.start(
                home,
                log,
                "-Xmx2g",
                "-Describa.security.bootstrap-key=" + KEY,
                "-Describa.queue.enabled=true",
                "-Describa.queue.concurrent-runs=1",
                "-Describa.queue.poll-interval=PT0.2S",
                "-Describa.speech.remote.openai.url=https://api.openai.com/v1",
                "-D" + PRICE + "=0.006");
    }

    @AfterAll
    static void stop() {
        if (jar != null) {
            jar.terminate();
        }
    }

    private static Service service() {
        return jar.service(KEY);
    }

    private static HttpResponse<String> credit(Service author, String amount) {
        return author.send(author.request("/api/v2/Billing/credits")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("{\"amount\": " + amount + ", \"reason\": \"a test\"}")));
    }

    private static HttpResponse<String> later(Service caller, Path recording, String... headers) {
        return later(caller, "/api/v2/Audio/transcribe", new Service.Part[] {file("File", recording)}, headers);
    }

    private static HttpResponse<String> later(Service caller, String path, Service.Part[] parts, String... headers) {
        var request = caller.request(path)
                .header("Content-Type", Service.contentType())
                .header("Prefer", "respond-async")
                .POST(Service.body(parts));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return caller.send(request);
    }

    private static String accepted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String id = Answer.json(answer).getString("instanceId");
        // some servers put the address of the service before it
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/api/v2/Instances/" + id);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("respond-async");
        assertThat(answer.headers().firstValue("X-Instance-Id")).contains(id);
        return id;
    }

    private static JsonObject instance(String id) {
        return Answer.success(service().get("/api/v2/Instances/" + id));
    }

    private static void awaitState(String id, String state) throws Exception {
        Await.until(state, Duration.ofMinutes(10), () -> instance(id)
                .getString("state")
                .equals(state));
    }

    private static HttpResponse<String> cancel(Service caller, String id) {
        return caller.send(caller.request("/api/v2/Instances/" + id + "/cancel").POST(BodyPublishers.noBody()));
    }

    private static BigDecimal amount(String name) {
        return Answer.success(service().get("/api/v2/Billing/balance"))
                .getJsonNumber(name)
                .bigDecimalValue();
    }

    private static void assertNothingIsLeft() throws Exception {
        assertThat(amount("held")).isEqualByComparingTo("0");
        assertThat(Answer.success(service().get("/api/v2/Billing/reconciliation"))
                        .getBoolean("balanced"))
                .isTrue();
        Await.until(
                "a sweep", Duration.ofMinutes(2), () -> files("data/waiting").isEmpty());
        Await.until("an end of uploads", Duration.ofSeconds(10), () -> files("data/uploads").stream()
                .allMatch(name -> name.endsWith(".lock")));
    }

    private static List<String> files(String directory) throws java.io.IOException {
        try (Stream<Path> files = Files.walk(home.resolve(directory))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    @Order(1)
    void bothFacesAnswer202AndTheResultIsReadLater() throws Exception {
        HttpResponse<String> answer = later(service(), MediaFixture.ENGLISH);
        String id = accepted(answer);
        assertThat(Answer.json(answer).keySet()).containsExactly("instanceId", "state");
        Service.Part[] parts = {file("file", MediaFixture.ENGLISH), text("model", "whisper-1")};
        String second = accepted(later(service(), "/v1/audio/transcriptions", parts));
        for (String each : List.of(id, second)) {
            awaitState(each, "SUCCEEDED");
            JsonObject done = instance(each);
            assertThat(Answer.words(done.getString("transcript"))).contains("quick brown fox");
            assertThat(done.getInt("attempts")).isEqualTo(1);
            assertThat(done.get("progress")).isEqualTo(JsonValue.NULL);
        }
        JsonObject direct = Answer.success(service().transcribe(file("File", MediaFixture.ENGLISH)));
        assertThat(instance(id).get("cost")).isEqualTo(direct.get("cost"));
        assertNothingIsLeft();
    }

    @Test
    @Order(2)
    void whatCannotBeDoneIsToldAtOnce() {
        Answer.problem(later(service(), Path.of("pom.xml").toAbsolutePath()), 400);
        String poor = Administration.account(service(), "poor " + UUID.randomUUID());
        Service without = Administration.key(service(), poor, "transcribe");
        assertThat(Answer.errors(later(without, MediaFixture.ENGLISH), 400)).containsKey("insufficient_balance");
        assertThat(Answer.success(service().get("/api/v2/Instances?state=QUEUED"))
                        .getJsonArray("items"))
                .isEmpty();
    }

    @Test
    @Order(3)
    void theSameRequestGetsTheSameAnswer() throws Exception {
        String key = UUID.randomUUID().toString();
        String id = accepted(later(service(), MediaFixture.SPANISH, "Idempotency-Key", key));
        assertThat(accepted(later(service(), MediaFixture.SPANISH, "Idempotency-Key", key)))
                .isEqualTo(id);
        awaitState(id, "SUCCEEDED");
        HttpResponse<String> again = later(service(), MediaFixture.SPANISH, "Idempotency-Key", key);
        assertThat(accepted(again)).isEqualTo(id);
        assertThat(Answer.json(again).getString("state")).isEqualTo("SUCCEEDED");
        Answer.problem(later(service(), MediaFixture.ENGLISH, "Idempotency-Key", key), 422);
    }

    /** The hub's second way in. The file is deleted while its run waits. */
    @Test
    @Order(4)
    void aStoredFileIsTranscribedLaterToo() throws Exception {
        JsonObject file = Answer.success(service().post("/api/file/upload", file("formFile", MediaFixture.ENGLISH)));
        String body = "{\"fileId\":\"" + file.getString("id") + "\"}";
        String key = UUID.randomUUID().toString();
        HttpResponse<String> answer = ofFile(body, key);
        String id = accepted(answer);
        assertThat(Answer.json(answer).keySet()).containsExactly("instanceId", "state");
        assertThat(service()
                        .send(service()
                                .request("/api/file/" + file.getString("id"))
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThat(accepted(ofFile(body, key))).isEqualTo(id);
        awaitState(id, "SUCCEEDED");
        assertThat(Answer.words(instance(id).getString("transcript"))).contains("quick brown fox");
        assertThat(Answer.errors(ofFile(body, UUID.randomUUID().toString()), 404))
                .containsOnlyKeys("FileId");
        assertNothingIsLeft();
    }

    private static HttpResponse<String> ofFile(String body, String key) {
        return service()
                .send(service()
                        .request("/api/v2/Audio/transcribe/file")
                        .header("Content-Type", "application/json")
                        .header("Prefer", "respond-async")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body)));
    }

    @Test
    @Order(5)
    void runsThatWaitOrRunAreCancelledAndUnpaid() throws Exception {
        BigDecimal before = amount("balance");
        String runs = accepted(later(service(), Recordings.minutes(5)));
        String waits = accepted(later(service(), Recordings.minutes(5)));
        awaitState(runs, "RUNNING");
        assertThat(instance(waits).getJsonObject("progress").getInt("runsBefore"))
                .isZero();
        for (String each : List.of(waits, runs)) {
            HttpResponse<String> answer = cancel(service(), each);
            assertThat(Answer.success(answer).getString("state")).isEqualTo("CANCELLED");
            assertThat(instance(each).getString("failure")).isEqualTo("cancelled");
            Answer.problem(cancel(service(), each), 409);
        }
        // the place of the cancelled run is free soon
        awaitState(accepted(later(service(), MediaFixture.ENGLISH)), "SUCCEEDED");
        assertThat(amount("balance")).isLessThan(before).isGreaterThan(before.subtract(new BigDecimal("0.01")));
        assertNothingIsLeft();
        Answer.problem(cancel(service(), UUID.randomUUID().toString()), 404);
    }

    @Test
    @Order(6)
    void aCallerCancelsAndFollowsItsOwnRunsUnlessItMayDoMore() throws Exception {
        String account = Answer.success(service().get("/api/v2/Me")).getString("accountId");
        Service other = Administration.key(service(), account, "transcribe");
        Service reader = Administration.key(service(), account, "instances:read");
        Service writer = Administration.key(service(), account, "instances:write");
        String id = accepted(later(service(), Recordings.minutes(5)));
        Answer.problem(cancel(other, id), 404);
        Answer.problem(other.get("/api/v2/Instances/" + id + "/events"), 404);
        Answer.problem(cancel(reader, id), 403);
        Answer.problem(writer.get("/api/v2/Instances/" + id), 403);
        assertThat(Answer.success(cancel(writer, id)).getString("state")).isEqualTo("CANCELLED");
        List<JsonObject> acts = Answer.success(service().get("/api/v2/Audit"))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class);
        assertThat(acts)
                .anyMatch(act -> act.getString("act").equals("INSTANCE_CANCELLED")
                        && act.getString("subject").equals(id));
    }

    @Test
    @Order(7)
    void eventsTellARunSegmentBySegment() throws Exception {
        String id = accepted(later(service(), Recordings.minutes(2)));
        try (EventReader events = EventReader.open(service(), id, Optional.empty())) {
            List<EventReader.Event> all = events.until("end");
            assertThat(all.get(all.size() - 1).data().getString("state")).isEqualTo("SUCCEEDED");
            List<EventReader.Event> segments = named(all, "segment");
            assertThat(segments).hasSizeGreaterThan(3);
            assertThat(segments.get(0).id()).isEqualTo("1.0");
            assertThat(joined(segments)).isEqualTo(instance(id).getString("transcript"));
            assertThat(named(all, "progress")).isNotEmpty();
            assertThat(all.indexOf(segments.get(0)))
                    .as("a segment comes before the end of the run")
                    .isLessThan(all.indexOf(
                            named(all, "progress").get(named(all, "progress").size() - 1)));
        }
        try (EventReader rest = EventReader.open(service(), id, Optional.of("1.1"))) {
            assertThat(named(rest.until("end"), "segment").get(0).id()).isEqualTo("1.2");
        }
        try (EventReader done = EventReader.open(service(), id, Optional.of("x"))) {
            assertThat(named(done.until("end"), "segment").get(0).id()).isEqualTo("1.0");
        }
    }

    private static List<EventReader.Event> named(List<EventReader.Event> events, String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    private static String joined(List<EventReader.Event> segments) {
        return segments.stream()
                .map(segment -> segment.data().getString("text"))
                .collect(Collectors.joining(" "));
    }

    @Test
    @Order(8)
    void aCredentialHasFourStreams() throws Exception {
        String id = accepted(later(service(), Recordings.minutes(5)));
        List<EventReader> open = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                EventReader stream = EventReader.open(service(), id, Optional.empty());
                open.add(stream);
                assertThat(stream.next()).isPresent();
            }
            HttpResponse<String> fifth = service()
                    .send(service()
                            .request("/api/v2/Instances/" + id + "/events")
                            .header("Accept", "text/event-stream")
                            .GET());
            Answer.problem(fifth, 429);
            assertThat(fifth.headers().firstValue("Retry-After")).isPresent();
        } finally {
            cancel(service(), id);
            open.forEach(stream -> stream.until("end"));
            open.forEach(EventReader::close);
        }
    }

    /** The client reads the events before the kill and after the start, and misses none. */
    @Test
    @Order(9)
    void aRunSurvivesTheKillOfItsNodeAndIsChargedOnce() throws Exception {
        BigDecimal before = amount("balance");
        String id = accepted(later(service(), Recordings.minutes(5)));
        String waits = accepted(later(service(), MediaFixture.ENGLISH));
        String last;
        try (EventReader events = EventReader.open(service(), id, Optional.empty())) {
            EventReader.Event first = named(events.until("segment"), "segment").get(0);
            last = first.id();
            jar.kill();
        }
        jar = launch("second.log");
        try (EventReader events = EventReader.open(service(), id, Optional.of(last))) {
            List<EventReader.Event> all = events.until("end");
            List<EventReader.Event> segments = named(all, "segment");
            assertThat(segments.get(0).id()).isEqualTo("2.0");
            assertThat(joined(segments)).isEqualTo(instance(id).getString("transcript"));
        }
        awaitState(waits, "SUCCEEDED");
        assertThat(instance(id).getInt("attempts")).isEqualTo(2);
        BigDecimal cost = cost(id).add(cost(waits));
        assertThat(amount("balance")).isEqualByComparingTo(before.subtract(cost));
        assertThat(Answer.success(service().get("/api/v2/Billing/ledger?instanceId=" + id))
                        .getJsonArray("items")
                        .getValuesAs(JsonObject.class)
                        .stream()
                        .map(line -> line.getString("kind")))
                .containsExactlyInAnyOrder("HOLD", "RELEASE", "CHARGE");
        assertNothingIsLeft();
    }

    private static BigDecimal cost(String id) {
        return instance(id).getJsonObject("cost").getJsonNumber("total").bigDecimalValue();
    }

    /** The run waits again and is done after the next start; nobody has to send it again. */
    @Test
    @Order(10)
    void anOrderlyStopPutsARunBack() throws Exception {
        String id = accepted(later(service(), Recordings.minutes(15)));
        awaitState(id, "RUNNING");
        jar.terminate();
        jar = launch("third.log");
        awaitState(id, "SUCCEEDED");
        assertThat(instance(id).getInt("attempts")).isEqualTo(2);
        assertNothingIsLeft();
    }

    /** As a reader pastes them, one after the other. */
    @Test
    @Order(11)
    void theCallsOfTheReadmeWork() throws Exception {
        List<String> calls = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.startsWith("More calls"))
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("    "))
                .map(line -> line.strip()
                        .replace(
                                "http://localhost:8080",
                                "http://127.0.0.1:" + service().base().getPort()))
                .toList();
        assertThat(calls).hasSizeGreaterThan(12).allMatch(call -> call.contains("curl "));
        Path statuses = home.resolve("statuses");
        String curl = "curl() { command curl -sS -m 60 -w '%{stderr}%{http_code}\\n' \"$@\" 2>> " + statuses + "; }";
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", curl + "\n" + String.join("\n", calls));
        shell.environment().put("KEY", KEY);
        Process process = shell.redirectErrorStream(true)
                .redirectOutput(home.resolve("calls.txt").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        String log = Files.readString(home.resolve("calls.txt"));
        List<String> answers = Files.readAllLines(statuses);
        assertThat(answers).as(log).hasSameSizeAs(calls);
        for (int i = 0; i < answers.size(); i++) {
            // the run may have ended by the time that a reader cancels it
            String allowed = calls.get(i).contains("/cancel ") ? "200|409" : "20[0-2]";
            assertThat(answers.get(i)).as(calls.get(i) + log).matches(allowed);
        }
        assertThat(log).contains("event: end", "The quick brown fox", "openai");
    }
}
