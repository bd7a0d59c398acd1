package dev.escriba.it.crash;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.StoredLedger;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Kills the uber-jar while runs wait and run, and starts it again on the same data, many times. It runs only by {@code
 * mvn verify -Pcrash -Dit.test=QueueCrash}. Each accepted run is done and charged once, and nothing of it is left.
 */
class QueueCrash {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String PRICE = "escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00.per-minute";
    private static final BigDecimal CREDIT = new BigDecimal("1000");
    private static final int CLIENTS = 3;
    private static final int LATEST_KILL_MILLIS = 4_000;
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final int rounds = Integer.getInteger("escriba.crash.rounds", 50);
    private final String databaseName = System.getProperty("escriba.crash.queue-database", "postgres");
    private final String audio = System.getProperty("escriba.crash.queue-audio", "database");
    private final SplittableRandom random = new SplittableRandom(Long.getLong("escriba.crash.queue-seed", 1));

    private final List<Path> recordings = List.of(
            MediaFixture.ENGLISH,
            MediaFixture.SPANISH,
            MediaFixture.make(
                    "seventy-five-seconds.mp3",
                    "-stream_loop",
                    "23",
                    "-i",
                    MediaFixture.ENGLISH.toString(),
                    "-b:a",
                    "64k"));

    /** The accepted instances by the names of their requests. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();

    private volatile boolean killed;
    private int sent;
    private Path home;
    private CrashDatabase database;
    private UberJar jar;

    @BeforeEach
    void choosePlace() throws Exception {
        home = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "queue-kill-")
                .toAbsolutePath();
        database = CrashDatabase.of(databaseName, home);
    }

    @AfterEach
    void end() throws Exception {
        if (jar != null) {
            jar.kill();
        }
        database.close();
    }

    @Test
    void eachAcceptedRunIsDoneAndChargedOnceWhateverIsKilled() throws Exception {
        start(0);
        credit();
        int interrupted = 0;
        for (int round = 1; round <= rounds; round++) {
            sendUntilKilled("r" + round + "-");
            start(round);
            interrupted += requireRecovery();
        }
        Await.until("end of all runs", Duration.ofMinutes(30), () -> open() == 0);
        assertThat(accepted).as("the runs that this test is about").isNotEmpty();
        check(StoredLedger.overHttp(service()));
        assertThat(Answer.success(service().get("/api/v2/Billing/reconciliation"))
                        .getBoolean("balanced"))
                .isTrue();
        jar.terminate();
        requireNothingLeft();
        System.out.printf(
                "%d kills on %s with the audio in the %s: %d runs accepted, %d requests sent, %d runs interrupted%n",
                rounds, databaseName, audio, accepted.size(), sent, interrupted);
    }

    private void start(int round) throws Exception {
        CrashNode.delete(home.resolve("tmp"));
        jar = UberJar.supervised(
                home,
                "round-" + round + ".log",
                database.commandFiles(),
                Stream.concat(
                                Stream.of(
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Xmx1g",
                                        "-Describa.security.bootstrap-key=" + KEY,
                                        "-Describa.queue.enabled=true",
                                        "-Describa.queue.audio=" + audio,
                                        "-Describa.queue.poll-interval=PT0.1S",
                                        // each kill costs an attempt of what runs
                                        "-Describa.queue.max-attempts=1000",
                                        "-D" + PRICE + "=0.006"),
                                database.jvm().stream())
                        .toArray(String[]::new));
    }

    private Service service() {
        return jar.service(KEY);
    }

    private void credit() {
        HttpResponse<String> response = service()
                .send(service()
                        .request("/api/v2/Billing/credits")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "the-only-credit")
                        .POST(BodyPublishers.ofString("{\"amount\": " + CREDIT + ", \"reason\": \"crash test\"}")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    private void sendUntilKilled(String prefix) throws Exception {
        killed = false;
        int millis = random.nextInt(LATEST_KILL_MILLIS);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String own = prefix + i;
            Path recording = recordings.get(random.nextInt(recordings.size()));
            Thread client = new Thread(() -> send(own, recording));
            clients.add(client);
            client.start();
            sent++;
        }
        if (random.nextBoolean()) {
            // on a busy machine, the random time alone would end before each answer
            Await.isReached(MAX_WAIT, () -> accepted.keySet().stream().anyMatch(name -> name.startsWith(prefix)));
        }
        // the random moment of the kill is the subject
        Thread.sleep(millis);
        killed = true;
        jar.kill();
        for (Thread client : clients) {
            client.join();
        }
    }

    private void send(String name, Path recording) {
        Service service = service();
        try {
            HttpResponse<String> answer = service.send(service.request("/api/v2/Audio/transcribe")
                    .header("Content-Type", Service.contentType())
                    .header("Prefer", "respond-async")
                    .header("Idempotency-Key", name)
                    .POST(Service.body(text("UserIdentifier", name), file("File", recording))));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            accepted.put(name, Answer.json(answer).getString("instanceId"));
        } catch (UncheckedIOException e) {
            if (!killed) {
                throw e;
            }
        }
    }

    /** After a start, what ran waits again or runs again, and the books agree. Returns how many attempts were lost. */
    private int requireRecovery() {
        JsonObject books = Answer.success(service().get("/api/v2/Billing/reconciliation"));
        assertThat(books.getBoolean("balanced")).as(books.toString()).isTrue();
        assertThat(StoredLedger.overHttp(service()).runs("FAILED")).isEmpty();
        return Answer.success(service().get("/api/v2/Instances?limit=200")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(instance -> !instance.getString("state").equals("SUCCEEDED"))
                .mapToInt(instance -> instance.getInt("attempts") > 0 ? 1 : 0)
                .sum();
    }

    private long open() {
        return Stream.of("QUEUED", "RUNNING")
                .mapToLong(state -> Answer.success(service().get("/api/v2/Instances?state=" + state))
                        .getJsonArray("items")
                        .size())
                .sum();
    }

    private void check(StoredLedger stored) {
        Map<String, StoredLedger.Run> byId = new HashMap<>();
        Set<String> names = new HashSet<>();
        stored.runs().forEach(run -> {
            byId.put(run.id(), run);
            assertThat(run.state()).as(run.toString()).isEqualTo("SUCCEEDED");
            assertThat(names.add(run.request())).as("once: " + run).isTrue();
        });
        accepted.forEach((name, instance) ->
                assertThat(byId.get(instance).request()).as(instance).isEqualTo(name));
        Map<String, BigDecimal> charges = new HashMap<>();
        stored.lines().stream().filter(line -> line.kind().equals("CHARGE")).forEach(line -> assertThat(
                        charges.put(line.instance(), line.amount().negate()))
                .as("charged once")
                .isNull());
        byId.values()
                .forEach(run -> assertThat(charges.get(run.id())).as(run.id()).isEqualByComparingTo(run.cost()));
        assertThat(stored.held()).isZero();
        assertThat(stored.balance())
                .isEqualByComparingTo(
                        CREDIT.subtract(charges.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add)));
    }

    private void requireNothingLeft() throws Exception {
        database.requireEmpty("queued_run", "queued_audio", "queued_segment");
        for (String directory : List.of("data/waiting", "data/uploads")) {
            try (Stream<Path> files = Files.walk(home.resolve(directory))) {
                assertThat(files.filter(Files::isRegularFile))
                        .allMatch(path -> path.toString().endsWith(".lock"));
            }
        }
    }
}
