package dev.escriba.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.crash.CrashRequest.Seen;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.StoredLedger;
import dev.escriba.it.support.StoredLedger.Run;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Kills the uber-jar while it works and starts it again on the same data, many times. It runs only by {@code mvn verify
 * -Pcrash}. No execution is charged without being done, or twice, and no answer that a client received is lost. With
 * {@code -Describa.crash.nodes=2} two nodes share a PostgreSQL: one is killed each round, and the other goes on.
 */
class KillCrash {

    private static final BigDecimal CREDIT = new BigDecimal("1000");

    /**
     * Options of nodes that share a database. The lease is so short that another node often ends the runs of the killed
     * one before it has started again.
     */
    private static final List<String> SHARED = List.of(
            "-Describa.instances.lease=PT10S", "-Describa.security.pepper=a-pepper-for-the-tests-of-this-build-alone");

    /** Of the answered requests of a round, which the other node makes many of, this number is sent again at most. */
    private static final int MAX_REPEATED = 12;

    private final int rounds = Integer.getInteger("escriba.crash.rounds", 50);
    private final int maxMinutes = Integer.getInteger("escriba.crash.max-minutes", 24 * 60);
    private final String databaseName = System.getProperty("escriba.crash.database", "h2");
    private final int size = Integer.getInteger("escriba.crash.nodes", 1);
    private final long seed = Optional.of(System.getProperty("escriba.crash.seed", ""))
            .filter(chosen -> !chosen.isBlank())
            .map(Long::valueOf)
            .orElseGet(System::nanoTime);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final CrashLog log = new CrashLog(CREDIT);
    private final List<CrashNode> nodes = new ArrayList<>();

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

    private int busyKills;
    private int answered;
    private int unanswered;
    private int repeated;
    private int settledUnseen;
    private long recovered;
    private long byOthers;

    @BeforeEach
    void choosePlace() throws Exception {
        // a new directory each time: the log of the clients does not know the data of an earlier run
        home = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "kill-")
                .toAbsolutePath();
        database = CrashDatabase.of(databaseName, home);
        assertThat(size == 1 || databaseName.equals("postgres"))
                .as("two nodes need PostgreSQL")
                .isTrue();
        for (int i = 0; i < size; i++) {
            nodes.add(
                    size == 1
                            ? new CrashNode(home, database, List.of())
                            : new CrashNode(home.resolve("node-" + i), database, SHARED));
        }
    }

    @AfterEach
    void end() throws Exception {
        nodes.forEach(CrashNode::kill);
        database.close();
    }

    @Test
    void theBooksSurviveEveryKill() throws Exception {
        System.out.printf("%d rounds on %s, %d nodes, seed %d%n", rounds, databaseName, size, seed);
        for (CrashNode node : nodes) {
            node.start();
        }
        credit();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(maxMinutes);
        int round = 0;
        while (round < rounds && System.nanoTime() < end) {
            round++;
            String name = "r" + round + "-";
            CrashNode victim = size == 1 ? nodes.get(0) : nodes.get(random.nextInt(size));
            CrashClients.Outcome outcome =
                    CrashClients.sendAndKill(nodes, victim, recordings, name, database.commits(), random.split());
            log.add(outcome);
            List<Run> unseen = checkRecovery(name, outcome, victim);
            repeat(outcome, unseen);
            log.check(StoredLedger.overHttp(service()));
        }
        nodes.forEach(CrashNode::terminate);
        checkDatabase();
        System.out.printf(
                Locale.ROOT,
                "%d rounds on %s with %d nodes: %d kills while at least one run was under way, %d requests answered, %d"
                        + " unanswered, %d sent again under their key, %d executions settled whose answer the client"
                        + " never saw, %d holds recovered (%d by the other node), median restart %.1f s%n",
                round,
                databaseName,
                size,
                busyKills,
                answered,
                unanswered,
                repeated,
                settledUnseen,
                recovered,
                byOthers,
                nodes.stream()
                        .flatMap(node -> node.restarts().stream())
                        .sorted()
                        .skip(round / 2)
                        .findFirst()
                        .orElse(0.0));
        assertThat(answered).isPositive();
        // most kills meet a run; with so many of them, one does
        assertThat(busyKills).isGreaterThanOrEqualTo(round / 10);
    }

    private Service service() {
        return nodes.get(0).service();
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
    private List<Run> checkRecovery(String name, CrashClients.Outcome outcome, CrashNode victim) {
        for (CrashNode node : nodes) {
            assertThat(Answer.success(node.service().get("/api/v2/Instances?state=RUNNING"))
                            .getJsonArray("items"))
                    .isEmpty();
            JsonObject reconciliation = Answer.success(node.service().get("/api/v2/Billing/reconciliation"));
            assertThat(reconciliation.getBoolean("balanced"))
                    .as(reconciliation.toString())
                    .isTrue();
        }
        StoredLedger stored = StoredLedger.overHttp(service());
        log.check(stored);
        outcome.answered().values().forEach(answer -> assertThat(kinds(answer.instance()))
                .containsExactlyInAnyOrder("HOLD", "RELEASE", "CHARGE"));
        List<Run> lost = stored.runs("FAILED").stream()
                .filter(run -> run.request().startsWith(name))
                .toList();
        long cutOff = lost.size();
        byOthers += lost.stream()
                .filter(run -> CrashLog.ABANDONED.equals(run.failure()))
                .count();
        List<Run> unseen = log.unseen(stored, name);
        System.out.printf(
                Locale.ROOT,
                "%snode %d: %d answered, %d unanswered, of which %d were cut off and %d settled; restart %.1f s%n",
                name,
                nodes.indexOf(victim),
                outcome.answered().size(),
                outcome.unanswered().size(),
                cutOff,
                unseen.size(),
                victim.restarts().get(victim.restarts().size() - 1));
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
        List<CrashRequest> keyed = Stream.concat(
                        outcome.answered().keySet().stream()
                                .filter(CrashRequest::keyed)
                                .limit(MAX_REPEATED),
                        outcome.unanswered().stream().filter(CrashRequest::keyed))
                .toList();
        for (CrashRequest request : keyed) {
            // any node has the answer
            Seen again = request.send(nodes.get(repeated % size).service());
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
