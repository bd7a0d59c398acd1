package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.bytes;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.cluster.Cluster;
import dev.escriba.it.cluster.ClusterNode;
import dev.escriba.it.extra.SleepingModel;
import dev.escriba.it.extra.Token;
import dev.escriba.it.support.Service;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;

/**
 * Measures what a request costs outside decoding and recognition: the engine answers at once, and the recording needs
 * no decoder. The key, the hold, the ledger and the instance are on PostgreSQL. It is compared with baseline endpoints
 * of the same node with one insert each, measured in turns. Everything runs on the same cores.
 */
public final class RequestCost {

    private static final int CLIENTS = 8;
    private static final int ROUNDS = 6;
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration TURN = Duration.ofSeconds(6);

    private RequestCost() {}

    /**
     * Answers a second, median and 99th percentile of the latency in milliseconds, and processor time for each request
     * in milliseconds.
     */
    private record Figures(double perSecond, double p50, double p99, Processors each) {}

    /** Processor time of the node, the database and the clients. */
    private record Processors(double node, double database, double clients) {

        static Processors now(Cluster cluster) throws IOException {
            return new Processors(
                    millis(cluster.nodes().get(2).processorTime()),
                    millis(cluster.postgres().processorTime()),
                    millis(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO)));
        }

        private static double millis(Duration time) {
            return time.toNanos() / 1e6;
        }

        Processors since(Processors before, int requests) {
            return new Processors(
                    (node - before.node) / requests,
                    (database - before.database) / requests,
                    (clients - before.clients) / requests);
        }
    }

    public static void measure(Cluster cluster) throws Exception {
        ClusterNode node = cluster.nodes().get(2);
        List<Service> accounts = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            accounts.add(node.service(cluster.newAccount("1000").service().key()));
        }
        Service baseline = node.service("none");
        Map<String, IntFunction<HttpResponse<String>>> kinds = new LinkedHashMap<>();
        kinds.put(
                "baseline: JSON, one insert",
                i -> baseline.send(baseline.request("/baseline/insert/json")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"name\":\"a\"}"))));
        kinds.put("baseline: the same upload, one insert", i -> baseline.post("/baseline/insert/upload", parts()));
        kinds.put("transcription, an account a client", i -> accounts.get(i).transcribe(parts()));
        kinds.put("transcription, one account", i -> accounts.get(0).transcribe(parts()));
        Map<String, List<Figures>> figures = new LinkedHashMap<>();
        for (var kind : kinds.entrySet()) {
            turn(cluster, kind.getValue(), WARM_UP);
            figures.put(kind.getKey(), new ArrayList<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (var kind : kinds.entrySet()) {
                figures.get(kind.getKey()).add(turn(cluster, kind.getValue(), TURN));
            }
        }
        print(figures, commits(cluster, kinds));
        printSizes(cluster);
    }

    /** Prints the size of a row of the large tables. */
    private static void printSizes(Cluster cluster) throws Exception {
        System.out.printf("%n| table | rows | bytes a row, with indexes |%n|---|---|---|%n");
        try (Connection connection = cluster.postgres().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("instance", "hold", "ledger_line")) {
                try (ResultSet row = statement.executeQuery(
                        "select count(*), pg_total_relation_size('" + table + "') from " + table)) {
                    row.next();
                    System.out.printf(
                            "| %s | %d | %d |%n", table, row.getLong(1), row.getLong(2) / Math.max(1, row.getLong(1)));
                }
            }
        }
    }

    private static Service.Part[] parts() {
        return new Service.Part[] {text("ModelId", SleepingModel.ID.toString()), bytes("File", "token", Token.bytes())};
    }

    private static Figures turn(Cluster cluster, IntFunction<HttpResponse<String>> request, Duration time)
            throws Exception {
        Processors before = Processors.now(cluster);
        List<Long> all = Collections.synchronizedList(new ArrayList<>());
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(() -> {
                for (long from = System.nanoTime(); from < end; ) {
                    HttpResponse<String> answer = request.apply(client);
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    long now = System.nanoTime();
                    all.add(now - from);
                    from = now;
                }
                return true;
            });
        }
        Await.atOnce(clients);
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Long> sorted = all.stream().sorted().toList();
        return new Figures(
                sorted.size() / seconds,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get((int) (sorted.size() * 0.99)) / 1e6,
                Processors.now(cluster).since(before, sorted.size()));
    }

    /** Database transactions for each request, by kind. */
    private static Map<String, Double> commits(Cluster cluster, Map<String, IntFunction<HttpResponse<String>>> kinds)
            throws Exception {
        int requests = 50;
        Map<String, Double> commits = new LinkedHashMap<>();
        for (var kind : kinds.entrySet()) {
            // PostgreSQL publishes its counters with a delay of up to a second, and nothing tells when it has done so
            Thread.sleep(2_000);
            long before = transactions(cluster);
            for (int i = 0; i < requests; i++) {
                assertThat(kind.getValue().apply(0).statusCode()).isEqualTo(200);
            }
            // PostgreSQL updates its statistics with a delay
            Thread.sleep(2_000);
            commits.put(kind.getKey(), (transactions(cluster) - before) / (double) requests);
        }
        return commits;
    }

    private static long transactions(Cluster cluster) throws Exception {
        try (Connection connection = cluster.postgres().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select xact_commit from pg_stat_database where datname = current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void print(Map<String, List<Figures>> figures, Map<String, Double> commits) {
        double baseline = median(figures.values().iterator().next().stream()
                .map(Figures::perSecond)
                .toList());
        System.out.printf(
                "%n%d clients, medians of %d turns%n%n| request | a second | p50 ms | p99 ms | against baseline | transactions | processor ms: node | database | clients |%n|---|---|---|---|---|---|---|---|---|%n",
                CLIENTS, ROUNDS);
        figures.forEach((kind, turns) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.1f | %.1f | %.2f | %.1f | %.2f | %.2f | %.2f |%n",
                kind,
                median(turns.stream().map(Figures::perSecond).toList()),
                median(turns.stream().map(Figures::p50).toList()),
                median(turns.stream().map(Figures::p99).toList()),
                median(turns.stream().map(Figures::perSecond).toList()) / baseline,
                commits.get(kind),
                median(turns.stream().map(turn -> turn.each().node()).toList()),
                median(turns.stream().map(turn -> turn.each().database()).toList()),
                median(turns.stream().map(turn -> turn.each().clients()).toList())));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
