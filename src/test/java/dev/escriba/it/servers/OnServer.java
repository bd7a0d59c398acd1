package dev.escriba.it.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.api.AllContracts;
import dev.escriba.it.api.BillingContract;
import dev.escriba.it.servers.process.AppServer;
import dev.escriba.it.servers.process.GroupOfTests;
import dev.escriba.it.servers.process.Jdk;
import dev.escriba.it.servers.process.Redeployment;
import dev.escriba.it.servers.process.Results;
import dev.escriba.it.servers.process.Row;
import dev.escriba.it.servers.process.ServerAnswers;
import dev.escriba.it.servers.process.Setup;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shipped WAR on one application server: all contracts, and then redeployments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(GroupOfTests.class)
abstract class OnServer implements AllContracts, GroupOfTests.OfServer {

    private static final int REDEPLOYMENTS = 3;

    private final Row row;
    private final long begin = System.nanoTime();
    private AppServer server;

    OnServer(Row row) {
        this.row = row;
    }

    @BeforeAll
    void start() throws Exception {
        String directory = getClass().getSimpleName();
        server = row.server(
                jdk(row),
                Setup.plain(
                        Files.createDirectories(Path.of("target/it", directory)).toAbsolutePath(), configuration()));
        server.start();
        Results.add(row, Results.START, server.startUp());
        Results.add(row, Results.READY, String.valueOf(server.memory("VmRSS") >> 20));
        // one of the models has a price
        BillingContract.credit(service(), "money-for-the-tests", "{\"amount\":1000,\"reason\":\"tests\"}");
    }

    /**
     * Records the row, so that a row without results is in the table too. Its tests are skipped without a suitable JDK.
     */
    static Jdk jdk(Row row) {
        Optional<Jdk> jdk = row.jdk();
        Results.add(row, Results.JDK, jdk.map(Jdk::version).orElseGet(row::withoutJdk));
        Assumptions.assumeTrue(jdk.isPresent(), row.label() + ": " + row.withoutJdk());
        return jdk.orElseThrow();
    }

    /** The settings that the build gives to the server of the other integration tests, except its directories. */
    static Map<String, String> configuration() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String option : System.getProperty("escriba.it.jvm").split(" ", -1)) {
            String[] pair = option.split("=", 2);
            if (pair[0].startsWith("-Describa.") && !pair[0].equals("-Describa.data.dir")) {
                properties.put(pair[0].substring(2), pair[1]);
            }
        }
        return properties;
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            Results.add(row, Results.PEAK, String.valueOf(server.memory("VmHWM") >> 20));
            server.close();
            Results.add(row, Results.SECONDS, Duration.ofNanos(System.nanoTime() - begin));
            noRecordingIsLeft();
        }
    }

    private void noRecordingIsLeft() throws IOException {
        try (Stream<Path> files = Files.walk(home().resolve("data/uploads"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allMatch(file -> file.toString().endsWith(".lock"));
        }
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public Path home() {
        return server.setup().home();
    }

    @Override
    public Service service() {
        return new Service(server.base(), System.getProperty("escriba.it.key"));
    }

    @Override
    public long processId() {
        return server.pid();
    }

    /** Without the application, {@link Redeployment} and the start of Payara Micro check the same. */
    @Test
    void whatTheServerAnswersItselfIsEmptyOrInTheShapeOfTheApi() throws IOException {
        ServerAnswers.check(server);
    }

    /** Runs last: nothing of an undeployed application may stay in a running server. */
    @Test
    @Order(Integer.MAX_VALUE)
    void anApplicationThatIsTakenAwayLeavesNothingBehind() throws Exception {
        Assumptions.assumeTrue(server.canRedeploy(), server.name() + " ends with its application");
        Redeployment redeployment = new Redeployment(server);
        long copies = 0;
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            copies = redeployment.once().classes();
            assertThat(Answer.words(Answer.success(service()
                                    .transcribe(Service.Part.file("File", dev.escriba.media.MediaFixture.ENGLISH)))
                            .getString("transcript")))
                    .contains("brown fox");
        }
        Results.add(row, Results.LOADERS, String.valueOf(copies));
    }
}
