package dev.escriba.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.extra.SleepingModel;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresServer;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.Service;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Three nodes, the PostgreSQL that they share, and a balancer in front. The nodes start at the same time on an empty
 * database.
 */
public final class Cluster implements AutoCloseable {

    static final int PLACES = 4;

    private static final String ADMINISTRATOR = "a-key-for-the-tests-of-this-build-alone";

    /** The balancer needs two failed checks, a second apart; this is a little longer. */
    private static final Duration UNTIL_SEEN = Duration.ofMillis(3_500);

    private final PostgresServer postgres;
    private final List<ClusterNode> nodes = new ArrayList<>();
    private Balancer balancer;

    private Cluster(PostgresServer postgres) {
        this.postgres = postgres;
    }

    static Cluster start() throws Exception {
        Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "cluster-")
                .toAbsolutePath();
        Cluster cluster = new Cluster(PostgresServer.create(home));
        try {
            cluster.startNodes(home);
            return cluster;
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    private void startNodes(Path home) throws Exception {
        Path war = ClusterWar.make(home);
        for (int i = 1; i <= 3; i++) {
            nodes.add(new ClusterNode(home, "node" + i, war, jvm()));
        }
        for (ClusterNode node : nodes) {
            node.start();
        }
        for (ClusterNode node : nodes) {
            node.awaitReady();
        }
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table baseline (id varchar(36) primary key, name varchar(100), at bigint)");
        }
        balancer = Balancer.start(home, nodes);
        // the shipped configuration has no statistics that tell what the balancer knows
        Thread.sleep(UNTIL_SEEN.toMillis());
    }

    private List<String> jvm() {
        return List.of(
                "-Xmx640m",
                "-XX:+UseSerialGC",
                "-Describa.database.url=" + postgres.url(),
                "-Describa.database.user=" + PostgresServer.USER,
                "-Describa.database.password=" + PostgresServer.PASSWORD,
                "-Describa.security.bootstrap-key=" + ADMINISTRATOR,
                "-Describa.security.pepper=a-pepper-for-the-tests-of-this-build-alone",
                // only the engine of the tests, which needs no processor time
                "-Describa.models.packed=false",
                "-Describa.web.trusted-proxies=127.0.0.1",
                "-Describa.models.prices." + SleepingModel.ID + ".per-minute=0.6",
                "-Describa.instances.lease=PT8S",
                "-Describa.queue.enabled=true",
                "-Describa.queue.audio=database",
                "-Describa.queue.poll-interval=PT0.1S",
                "-Describa.speech.concurrent-runs=" + PLACES,
                "-Describa.speech.waiting-line=64",
                "-Describa.speech.waiting-line-per-caller=64");
    }

    public List<ClusterNode> nodes() {
        return nodes;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    /** The service through the balancer, for this key. */
    Service service(String key) {
        return balancer.service(key);
    }

    Service administrator() {
        return service(ADMINISTRATOR);
    }

    /** Makes an account with that balance, and a key for it. The service is reached through the balancer. */
    public CustomerAccount newAccount(String credit) {
        String id = Administration.account(administrator(), "account " + UUID.randomUUID());
        CustomerAccount account = new CustomerAccount(
                id, Administration.key(administrator(), id, "transcribe", "instances:read", "usage:read"));
        assertThat(PostgresService.credit(administrator(), id, credit).statusCode())
                .isEqualTo(201);
        return account;
    }

    /** Drains nodes so that the balancer uses only the first ones. */
    void use(int count) throws Exception {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).undrain();
            if (i >= count) {
                nodes.get(i).drain();
            }
        }
        // as above: nothing tells when the balancer has seen it
        Thread.sleep(UNTIL_SEEN.toMillis());
    }

    /** Every node reports balanced books. */
    void requireBalancedBooks() {
        for (ClusterNode node : nodes) {
            JsonObject books = Answer.success(node.service(ADMINISTRATOR).get("/api/v2/Billing/reconciliation"));
            assertThat(books.getBoolean("balanced")).as(books.toString()).isTrue();
        }
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(ClusterNode::end);
        if (balancer != null) {
            balancer.close();
        }
        postgres.close();
    }
}
