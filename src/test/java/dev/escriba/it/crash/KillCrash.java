package dev.escriba.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.crash.CrashRequest.Seen;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.StoredLedger;
import dev.escriba.it.support.StoredLedger.Run;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Kills the uber-jar while it works and starts it again on the same data, many times. It runs only by {@code mvn verify
 * -Pcrash}. No execution is charged without being done, or twice, and no answer that a client received is lost.
 */
class KillCrash {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String PRICE = "escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00.per-minute";
    private static final BigDecimal CREDIT = new BigDecimal("1000");

    private final int rounds = Integer.getInteger("escriba.crash.rounds", 50);
    private final String databaseName = System.getProperty("escriba.crash.database", "h2");
    private final long seed = Optional.of(System.getProperty("escriba.crash.seed", ""))
            .filter(chosen -> !chosen.isBlank())
            .map(Long::valueOf)
            .orElseGet(System::nanoTime);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final CrashLog log = new CrashLog(CREDIT);
    private final List<Double> restarts = new ArrayList<>();

    /** Mostly short recordings, so that many holds, settlements and answers happen. */
    private final List<Path> recordings = List.of(
            MediaFixture.english("word.wav", "-t", "1"),
            MediaFixture.english("word.wav", "-t", "1"),
            MediaFixture.ENGLISH,
            MediaFixture.ENGLISH,
            MediaFixture.SPANISH,
            MediaFixture.SPANISH,
            MediaFixture.make(
                    "seventy-five-seconds.mp3",
                    "-stream_loop",
                    "23",
                    "-i",
                    MediaFixture.ENGLISH.toString(),
                    "-b:a",
                    "64k"));

    private Path home;
    private CrashDatabase database;
    private UberJar jar;

    private int busyKills;
    private int answered;
    private int unanswered;
    private int repeated;
    private int settledUnseen;
    private long recovered;

    @BeforeEach
    void choosePlace() throws Exception {
        // a new directory each time: the log of the clients does not know the data of an earlier run
        home = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "kill-")
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
    void theBooksSurviveEveryKill() throws Exception {
        System.out.printf("%d rounds on %s, seed %d%n", rounds, databaseName, seed);
        start(0);
        credit();
        for (int round = 1; round <= rounds; round++) {
            String name = "r" + round + "-";
            CrashClients.Outcome outcome =
                    CrashClients.sendUntilKilled(jar, service(), recordings, name, database.commits(), random.split());
            log.add(outcome);
            start(round);
            List<Run> unseen = checkRecovery(name, outcome);
            repeat(outcome, unseen);
            log.check(StoredLedger.overHttp(service()));
        }
        jar.terminate();
        checkDatabase();
        System.out.printf(
                Locale.ROOT,
                "%d rounds on %s: %d kills while at least one run was under way, %d requests answered, %d unanswered, %d sent again under"
                        + " their key, %d executions settled whose answer the client never saw, %d holds recovered at start-up,"
                        + " median restart %.1f s%n",
                rounds,
                databaseName,
                busyKills,
                answered,
                unanswered,
                repeated,
                settledUnseen,
                recovered,
                restarts.stream().sorted().skip(restarts.size() / 2).findFirst().orElse(0.0));
    }

    private void start(int round) throws Exception {
        // a killed server leaves files there, such as a copy of the WAR, which would fill the disk
        delete(home.resolve("tmp"));
        long begin = System.nanoTime();
        jar = UberJar.start(
                home,
                "round-" + round + ".log",
                database.commandFiles(),
                Stream.concat(
                                // options for a quick start; the application is complete
                                Stream.of(
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Xmx1g",
                                        "-Describa.security.bootstrap-key=" + KEY,
                                        "-D" + PRICE + "=0.006"),
                                database.jvm().stream())
                        .toArray(String[]::new));
        if (round > 0) {
            restarts.add((System.nanoTime() - begin) / 1e9);
        }
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
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"amount\": " + CREDIT + ", \"reason\": \"crash test\"}")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    /**
     * Checks the state after a start, before any request. Returns the executions that were settled and never answered.
     */
    private List<Run> checkRecovery(String name, CrashClients.Outcome outcome) {
        assertThat(Answer.success(service().get("/api/v2/Instances?state=RUNNING"))
                        .getJsonArray("items"))
                .isEmpty();
        JsonObject reconciliation = Answer.success(service().get("/api/v2/Billing/reconciliation"));
        assertThat(reconciliation.getBoolean("balanced"))
                .as(reconciliation.toString())
                .isTrue();
        StoredLedger stored = StoredLedger.overHttp(service());
        log.check(stored);
        outcome.answered().values().forEach(answer -> assertThat(kinds(answer.instance()))
                .containsExactlyInAnyOrder("HOLD", "RELEASE", "CHARGE"));
        long cutOff = stored.runs("FAILED").stream()
                .filter(run -> run.request().startsWith(name))
                .count();
        List<Run> unseen = log.unseen(stored, name);
        System.out.printf(
                Locale.ROOT,
                "%s %d answered, %d unanswered, of which %d were cut off and %d settled; restart %.1f s%n",
                name,
                outcome.answered().size(),
                outcome.unanswered().size(),
                cutOff,
                unseen.size(),
                restarts.get(restarts.size() - 1));
        answered += outcome.answered().size();
        unanswered += outcome.unanswered().size();
        busyKills += cutOff > 0 ? 1 : 0;
        recovered += cutOff;
        settledUnseen += unseen.size();
        return unseen;
    }

    private List<String> kinds(String instance) {
        return Answer.success(service().get("/api/v2/Billing/ledger?instanceId=" + instance))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(line -> line.getString("kind"))
                .toList();
    }

    /** Repeats requests: those that were answered or settled get the stored answer, the others run once. */
    private void repeat(CrashClients.Outcome outcome, List<Run> unseen) {
        Map<String, String> settled = unseen.stream().collect(Collectors.toMap(Run::request, Run::id));
        List<CrashRequest> keyed = Stream.concat(outcome.answered().keySet().stream(), outcome.unanswered().stream())
                .filter(CrashRequest::keyed)
                .toList();
        for (CrashRequest request : keyed) {
            Seen again = request.send(service());
            Optional<Seen> before = log.answer(request);
            before.ifPresent(first ->
                    assertThat(again).isEqualTo(new Seen(first.instance(), first.cost(), first.transcript(), true)));
            if (before.isEmpty()) {
                String earlier = settled.get(request.id());
                assertThat(again.replayed()).as(request.id()).isEqualTo(earlier != null);
                assertThat(again.instance()).isEqualTo(earlier == null ? again.instance() : earlier);
                log.add(request, again);
            }
            repeated++;
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The final check: reads the database when nothing runs. */
    private void checkDatabase() throws Exception {
        try (Connection connection = database.connect()) {
            log.check(StoredLedger.inDatabase(connection));
            try (var statement = connection.createStatement();
                    ResultSet unsettled = statement.executeQuery(
                            "select state, count(*) from hold where state <> 'SETTLED' group by state")) {
                long expired = 0;
                while (unsettled.next()) {
                    assertThat(unsettled.getString(1)).isEqualTo("EXPIRED");
                    expired = unsettled.getLong(2);
                }
                assertThat(expired).isEqualTo(recovered);
            }
        }
    }
}
