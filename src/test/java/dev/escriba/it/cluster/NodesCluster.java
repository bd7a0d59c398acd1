package dev.escriba.it.cluster;

import static dev.escriba.it.support.Service.Part.bytes;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.escriba.Await;
import dev.escriba.it.api.RequestCost;
import dev.escriba.it.extra.Token;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.StoredLedger;
import dev.escriba.it.support.StoredLedger.Line;
import dev.escriba.it.support.StoredLedger.Run;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three nodes, one PostgreSQL, and a real HAProxy in front: {@code mvn verify -Pcluster}. It prints figures, which
 * docs/scaling.md quotes.
 */
class NodesCluster {

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Balancer.isInstalled(), "haproxy is not installed");
        cluster = Cluster.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void nothingIsLostOrChargedTwiceWhenANodeDiesAndAnotherIsReplaced() throws Exception {
        cluster.use(3);
        CustomerAccount account = cluster.newAccount("1000");
        ClusterNode dying = cluster.nodes().get(0);
        ClusterNode replaced = cluster.nodes().get(1);
        int requests = 500;
        List<Service.Part> recordings =
                List.of(file("File", MediaFixture.english("word.wav", "-t", "1")), file("File", MediaFixture.ENGLISH));
        long begin = System.nanoTime();
        try (ClusterClients clients = ClusterClients.send(account.service(), recordings, 1_500, 16, requests)) {
            clients.awaitDone(60);
            dying.kill();
            dying.start();
            clients.awaitDone(150);
            replaced.drain();
            replaced.awaitDrained();
            replaced.terminate();
            replaced.replace();
            replaced.start();
            clients.awaitDone(requests);
            System.out.printf(
                    Locale.ROOT,
                    "%n%d requests of 16 clients in %.0f s, one node killed and started again, one drained and replaced: %s%n",
                    requests,
                    (System.nanoTime() - begin) / 1e9,
                    clients.told());
            for (ClusterNode node : cluster.nodes()) {
                node.awaitReady();
            }
            account.awaitRest();
            check(StoredLedger.overHttp(account.service()), clients.answered());
        }
        cluster.requireBalancedBooks();
        requireAgreement(account);
    }

    private static void check(StoredLedger stored, Map<String, String> answered) {
        assertThat(answered).hasSize(500);
        Map<String, Run> succeeded = new HashMap<>();
        for (Run run : stored.runs("SUCCEEDED")) {
            assertThat(succeeded.put(run.request(), run)).as("once: " + run).isNull();
            assertThat(answered).containsEntry(run.request(), run.id());
        }
        assertThat(succeeded.keySet()).isEqualTo(answered.keySet());
        Map<String, List<String>> kinds = new HashMap<>();
        BigDecimal charged = BigDecimal.ZERO;
        for (Line line : stored.lines()) {
            if (line.instance() != null) {
                kinds.computeIfAbsent(line.instance(), any -> new ArrayList<>()).add(line.kind());
            }
            charged = line.kind().equals("CHARGE") ? charged.subtract(line.amount()) : charged;
        }
        for (Run run : stored.runs()) {
            assertThat(kinds.get(run.id()))
                    .as(run.toString())
                    .containsExactlyInAnyOrder(
                            run.state().equals("SUCCEEDED")
                                    ? new String[] {"HOLD", "RELEASE", "CHARGE"}
                                    : new String[] {"HOLD", "RELEASE"});
        }
        List<Run> failed = stored.runs("FAILED");
        System.out.printf(
                "%d executions succeeded, %d failed (%s), charged %s in all%n",
                succeeded.size(),
                failed.size(),
                new HashSet<>(failed.stream().map(Run::failure).toList()),
                charged.toPlainString());
        assertThat(stored.held()).isZero();
        assertThat(stored.balance()).isEqualByComparingTo(new BigDecimal("1000").subtract(charged));
    }

    private static void requireAgreement(CustomerAccount account) {
        for (String path : List.of(
                "/api/v2/Billing/balance", "/api/v2/Instances?limit=200", "/api/v2/Billing/ledger?limit=1000")) {
            Set<JsonObject> views = new HashSet<>();
            for (ClusterNode node : cluster.nodes()) {
                views.add(Answer.success(node.service(account.service().key()).get(path)));
            }
            assertThat(views).as(path).hasSize(1);
        }
    }

    /** Two nodes with separate buckets would let through twice as many requests. */
    @Test
    void noKeyGetsMoreThanItsRateOutOfAllNodesTogether() throws Exception {
        cluster.use(3);
        int perMinute = 120;
        CustomerAccount account = cluster.newAccount("1");
        String secret = Administration.key(
                        cluster.administrator(),
                        Administration.request(account.id(), "instances:read").add("requestsPerMinute", perMinute))
                .getString("key");
        AtomicInteger let = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        long begin = System.nanoTime();
        long end = begin + Duration.ofSeconds(20).toNanos();
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Service node = i % 4 == 3
                    ? cluster.service(secret)
                    : cluster.nodes().get(i % 4).service(secret);
            clients.add(() -> {
                while (System.nanoTime() < end) {
                    HttpResponse<String> answer = node.get("/api/v2/Instances?limit=1");
                    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 429);
                    (answer.statusCode() == 200 ? let : refused).incrementAndGet();
                }
                return true;
            });
        }
        Await.atOnce(clients);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double allowed = perMinute + perMinute * seconds / 60;
        System.out.printf(
                Locale.ROOT,
                "%nA key of %d a minute through 3 nodes and the balancer for %.1f s: %d answered (%.1f allowed), %d refused%n",
                perMinute,
                seconds,
                let.get(),
                allowed,
                refused.get());
        assertThat((double) let.get()).isBetween((double) perMinute, allowed + 1);
        assertThat(refused.get()).isPositive();
    }

    /** The first account sends all of its runs before the others send theirs. One node is killed meanwhile. */
    @Test
    void accountsTakeTurnsInTheQueueOfAllNodes() throws Exception {
        cluster.use(3);
        List<CustomerAccount> accounts =
                List.of(cluster.newAccount("1000"), cluster.newAccount("1000"), cluster.newAccount("1000"));
        int[] runs = {68, 66, 66};
        // a node that drains serves requests and begins no queued run, so everything waits before the first turn
        for (ClusterNode node : cluster.nodes()) {
            node.drain();
            node.awaitDrained();
        }
        List<String> ids = new ArrayList<>();
        Map<String, Integer> owners = new HashMap<>();
        for (int account = 0; account < runs.length; account++) {
            Service node = cluster.nodes()
                    .get(account)
                    .service(accounts.get(account).service().key());
            for (int i = 0; i < runs[account]; i++) {
                String id = later(node, 400);
                ids.add(id);
                owners.put(id, account);
            }
        }
        cluster.use(3);
        ClusterNode dying = cluster.nodes().get(2);
        dying.kill();
        // the runs that the node leaves are begun anew, and have a later time then
        Map<String, Long> begins = claims("RUNNING");
        dying.start();
        Await.until("end of all runs", Duration.ofMinutes(10), () -> open(ids) == 0);
        dying.awaitReady();
        Map<String, Long> done = claims("SUCCEEDED");
        assertThat(done.keySet()).containsAll(ids);
        done.forEach((id, time) -> begins.merge(id, time, Math::min));
        List<String> order = begins.keySet().stream()
                .filter(owners::containsKey)
                .sorted(Comparator.comparing(begins::get))
                .toList();
        assertThat(order).hasSize(200);
        int[] begun = new int[3];
        double worst = 0;
        for (int i = 0; i < 3 * 60; i++) {
            begun[owners.get(order.get(i))]++;
            int most = Math.max(begun[0], Math.max(begun[1], begun[2]));
            int least = Math.min(begun[0], Math.min(begun[1], begun[2]));
            // the first turns are too few for a percentage: nodes claim at the same time, so two turns may change
            // places
            worst = i < 60 ? worst : Math.max(worst, (most - least) / (double) most);
        }
        System.out.printf(
                Locale.ROOT,
                "%n200 queued runs of three accounts on three nodes, one killed meanwhile: begun %s of each after 180,"
                        + " largest difference %.1f %%%n",
                Arrays.toString(begun),
                100 * worst);
        assertThat(worst).isLessThanOrEqualTo(0.1);
        for (int account = 0; account < runs.length; account++) {
            assertThat(accounts.get(account).held()).isEqualByComparingTo("0");
            assertThat(accounts.get(account).charges().stream().map(charge -> charge.getString("instanceId")))
                    .as("none is lost, and none is charged twice")
                    .hasSize(runs[account])
                    .doesNotHaveDuplicates()
                    .isSubsetOf(ids);
        }
        cluster.requireBalancedBooks();
    }

    /** Queues a run that takes that many milliseconds. */
    private static String later(Service service, int millis) {
        HttpResponse<String> answer = service.send(service.request("/api/v2/Audio/transcribe")
                .header("Content-Type", Service.contentType())
                .header("Prefer", "respond-async")
                .POST(Service.body(file("File", MediaFixture.ENGLISH), text("Prompt", String.valueOf(millis)))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Answer.json(answer).getString("instanceId");
    }

    /** When the runs in a state were claimed last. */
    private static Map<String, Long> claims(String state) throws Exception {
        Map<String, Long> claims = new HashMap<>();
        try (Connection database = cluster.postgres().dataSource().getConnection();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select id, claimed_at from instance where attempts > 0 and state = '" + state + "'")) {
            while (rows.next()) {
                claims.put(rows.getString(1), rows.getLong(2));
            }
        }
        return claims;
    }

    private static int open(List<String> ids) throws Exception {
        try (Connection database = cluster.postgres().dataSource().getConnection();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from instance where state in ('QUEUED', 'RUNNING') and id in ('"
                                + String.join("', '", ids) + "')")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void throughputGrowsWithTheNodes() throws Exception {
        List<Service> accounts = new ArrayList<>();
        for (int i = 0; i < 2 * Cluster.PLACES; i++) {
            accounts.add(cluster.newAccount("1000").service());
        }
        List<Service.Part> token = List.of(bytes("File", "token", Token.bytes()));
        Map<Integer, Double> perSecond = new HashMap<>();
        int rounds = 3;
        for (int round = 0; round <= rounds; round++) {
            for (int nodes = 1; nodes <= 3; nodes++) {
                cluster.use(nodes);
                double measured = ThroughputRun.measure(accounts, token, 1_000, 2 * Cluster.PLACES * nodes);
                // the first round warms up the JIT compilers
                if (round > 0) {
                    perSecond.merge(nodes, measured / rounds, Double::sum);
                }
            }
        }
        cluster.use(3);
        System.out.printf("%n| nodes | requests a second | against one | least |%n|---|---|---|---|%n");
        perSecond.forEach((nodes, rate) -> System.out.printf(
                Locale.ROOT, "| %d | %.2f | %.2f | %.1f |%n", nodes, rate, rate / perSecond.get(1), 0.9 * nodes));
        perSecond.forEach((nodes, rate) ->
                assertThat(rate / perSecond.get(1)).as(nodes + " nodes").isGreaterThanOrEqualTo(0.9 * nodes));
        cluster.requireBalancedBooks();
    }

    @Test
    void whatARequestCostsBesideABaseline() throws Exception {
        cluster.use(3);
        RequestCost.measure(cluster);
        cluster.requireBalancedBooks();
    }
}
