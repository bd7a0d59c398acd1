package dev.escriba.it.crash;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.EventReader;
import dev.escriba.it.support.HookReceiver;
import dev.escriba.it.support.Recordings;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A recording of an hour on two nodes and a PostgreSQL. The node that works on it is killed in the middle, the other
 * node takes it and is killed too, and starts again. It runs only by {@code mvn verify -Pcrash
 * -Dit.test=LongRunCrash}; {@code -Describa.crash.minutes} sets another length.
 */
class LongRunCrash {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String PRICE = "escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00.per-minute";
    private static final BigDecimal PER_MINUTE = new BigDecimal("0.006");
    private static final BigDecimal CREDIT = new BigDecimal("10");

    /** For the whole recording at the pace of a busy machine. */
    private static final Duration MAX_TIME = Duration.ofHours(2);

    private final int minutes = Integer.getInteger("escriba.crash.minutes", 60);
    private final long begin = System.nanoTime();
    private final List<ServiceNode> alive = new CopyOnWriteArrayList<>();

    private Path home;
    private CrashDatabase database;
    private HookReceiver receiver;

    /** A node, with a data directory of its own. */
    private record ServiceNode(String name, Path home, UberJar jar) {

        String id() throws Exception {
            return Files.readString(home.resolve("data/node-id")).strip();
        }
    }

    @BeforeEach
    void choosePlace() throws Exception {
        home = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "long-run-")
                .toAbsolutePath();
        database = CrashDatabase.of("postgres", home);
        receiver = new HookReceiver();
    }

    @AfterEach
    void end() throws Exception {
        alive.forEach(node -> node.jar().kill());
        receiver.close();
        database.close();
    }

    @Test
    void aLongRunSurvivesTheDeathOfEachNodeAndIsChargedAndToldOnce() throws Exception {
        start("a", "first");
        start("b", "first");
        credit();
        JsonObject webhook = register();
        receiver.answer(500);
        String id = accepted();
        say("accepted");
        RunFollower follower = new RunFollower(
                () -> alive.stream().map(node -> node.jar().service(KEY)).toList(), id);
        follower.start();

        follower.awaitDone(1, 30.0 * minutes, MAX_TIME);
        ServiceNode first = kill(id, follower);
        follower.awaitDone(2, 5.0 * minutes, MAX_TIME);
        ServiceNode second = kill(id, follower);
        assertThat(second.name()).as("the other node took it").isNotEqualTo(first.name());
        start(second.name(), "again");
        // it takes no run of the other node from it
        start(first.name(), "again");
        EventReader.Event end = follower.awaitEnd(MAX_TIME);
        say("ended");

        assertThat(end.data().getString("state")).isEqualTo("SUCCEEDED");
        requireEachSegmentOnce(follower.segments(), transcript(id));
        requireOneCharge(id);
        int messages = requireOneEvent(webhook, id);
        alive.forEach(node -> node.jar().terminate());
        database.requireEmpty("queued_run", "queued_audio", "queued_segment");
        System.out.printf(
                Locale.ROOT,
                "%d minutes, 2 kills, 3 attempts: charged once, %d segments in %d streams, %d messages of one id%n",
                minutes,
                follower.segments().size(),
                follower.streams(),
                messages);
    }

    private void start(String name, String log) throws Exception {
        Path own = Files.createDirectories(home.resolve(name));
        List<String> jvm = new ArrayList<>(List.of(
                "-Xmx1g",
                "-Describa.security.bootstrap-key=" + KEY,
                "-Describa.security.pepper=a-pepper-for-the-tests-of-this-build-alone",
                "-Describa.instances.lease=PT20S",
                "-Describa.queue.enabled=true",
                "-Describa.queue.audio=database",
                "-Describa.webhooks.allowed-networks=127.0.0.1",
                "-D" + PRICE + "=" + PER_MINUTE));
        jvm.addAll(database.jvm());
        UberJar jar = UberJar.supervised(own, log + ".log", database.commandFiles(), jvm.toArray(String[]::new));
        alive.add(new ServiceNode(name, own, jar));
        say("node " + name + " ready");
    }

    private Service service() {
        return alive.get(0).jar().service(KEY);
    }

    private void say(String what) {
        System.out.printf(Locale.ROOT, "%7.1f s  %s%n", (System.nanoTime() - begin) / 1e9, what);
    }

    private HttpResponse<String> create(String path, String json) {
        HttpResponse<String> answer = service()
                .send(service()
                        .request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "the-only-one")
                        .POST(BodyPublishers.ofString(json)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private void credit() {
        create("/api/v2/Billing/credits", "{\"amount\": " + CREDIT + ", \"reason\": \"a long run\"}");
    }

    private JsonObject register() {
        return Answer.json(create("/api/v2/Webhooks", "{\"name\":\"a long run\",\"url\":\"" + receiver.url() + "\"}"));
    }

    private String accepted() {
        HttpResponse<String> answer = service()
                .send(service()
                        .request("/api/v2/Audio/transcribe")
                        .header("Content-Type", Service.contentType())
                        .header("Prefer", "respond-async")
                        .POST(Service.body(file("File", Recordings.meeting(minutes)))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Answer.json(answer).getString("instanceId");
    }

    /** Kills the node that works on the run. */
    private ServiceNode kill(String id, RunFollower follower) throws Exception {
        String working = working(id);
        for (ServiceNode node : alive) {
            if (node.id().equals(working)) {
                alive.remove(node);
                node.jar().kill();
                say(String.format(Locale.ROOT, "node %s killed after %.0f s of audio", node.name(), follower.done()));
                return node;
            }
        }
        throw new AssertionError("no node works on the run");
    }

    private String working(String id) throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("select node from instance where id = ?")) {
            statement.setString(1, id);
            try (ResultSet node = statement.executeQuery()) {
                assertThat(node.next()).isTrue();
                return node.getString(1);
            }
        }
    }

    private String transcript(String id) {
        JsonObject instance = Answer.success(service().get("/api/v2/Instances/" + id));
        assertThat(instance.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(instance.getInt("attempts")).isEqualTo(3);
        assertThat(Answer.words(instance.getString("transcript"))).contains("quick brown fox");
        return instance.getString("transcript");
    }

    /** The numbers of each attempt begin with 0 and have neither a gap nor one twice. The last attempt counts. */
    private static void requireEachSegmentOnce(List<EventReader.Event> segments, String transcript) {
        List<String> ids = segments.stream().map(EventReader.Event::id).toList();
        List<String> expected = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int attempt = 1; attempt <= 3; attempt++) {
            String prefix = attempt + ".";
            long size = ids.stream().filter(id -> id.startsWith(prefix)).count();
            sizes.add((int) size);
            for (int number = 0; number < size; number++) {
                expected.add(prefix + number);
            }
        }
        assertThat(ids).isEqualTo(expected);
        assertThat(sizes).as("segments of the attempts").allMatch(size -> size > 0);
        assertThat(segments.stream()
                        .filter(segment -> segment.id().startsWith("3."))
                        .map(segment -> segment.data().getString("text"))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(transcript);
        System.out.println("segments of the attempts: " + sizes);
    }

    private void requireOneCharge(String id) {
        BigDecimal cost = PER_MINUTE.multiply(BigDecimal.valueOf(minutes));
        List<JsonObject> lines = Answer.success(service().get("/api/v2/Billing/ledger?instanceId=" + id))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class);
        assertThat(lines.stream().map(line -> line.getString("kind")))
                .containsExactlyInAnyOrder("HOLD", "RELEASE", "CHARGE");
        JsonObject balance = Answer.success(service().get("/api/v2/Billing/balance"));
        assertThat(balance.getJsonNumber("balance").bigDecimalValue()).isEqualByComparingTo(CREDIT.subtract(cost));
        assertThat(balance.getJsonNumber("held").bigDecimalValue()).isZero();
        assertThat(Answer.success(service().get("/api/v2/Billing/reconciliation"))
                        .getBoolean("balanced"))
                .isTrue();
    }

    /** The receiver failed at first, so the same event comes again. Returns how many messages came. */
    private int requireOneEvent(JsonObject webhook, String id) throws Exception {
        List<HookReceiver.Message> messages = List.of(receiver.next(), receiver.next());
        for (HookReceiver.Message message : messages) {
            JsonObject seen = Node.run(
                    "webhooks.mjs",
                    webhook.getString("secret"),
                    message.headers().toString(),
                    message.body());
            assertThat(seen.getBoolean("verified")).as(seen.toString()).isTrue();
            JsonObject event = seen.getJsonObject("message");
            assertThat(event.getString("type")).isEqualTo("execution.succeeded");
            assertThat(event.getJsonObject("data").getString("instanceId")).isEqualTo(id);
        }
        assertThat(messages.stream().map(message -> message.headers().getString("webhook-id")))
                .containsOnly(messages.get(0).headers().getString("webhook-id"));
        String deliveries = "/api/v2/Webhooks/" + webhook.getString("id") + "/deliveries";
        Await.until("delivery", Duration.ofSeconds(30), () -> deliveries(deliveries)
                .allMatch(delivery -> delivery.getString("state").equals("DELIVERED")));
        assertThat(deliveries(deliveries)).singleElement().satisfies(delivery -> assertThat(delivery.getInt("attempts"))
                .isEqualTo(2));
        assertThat(receiver.isEmpty()).isTrue();
        return messages.size();
    }

    private Stream<JsonObject> deliveries(String path) {
        return Answer.success(service().get(path)).getJsonArray("items").getValuesAs(JsonObject.class).stream();
    }
}
