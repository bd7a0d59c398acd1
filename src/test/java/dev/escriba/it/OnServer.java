package dev.escriba.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.server.AppServer;
import dev.escriba.it.server.Footprint;
import dev.escriba.it.server.GroupOfTests;
import dev.escriba.it.server.Results;
import dev.escriba.it.server.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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

/** The shipped WAR on one application server: all contracts, then the application is taken away and put back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(GroupOfTests.class)
abstract class OnServer implements EveryContract, GroupOfTests.OfServer {

    private static final int REDEPLOYMENTS = 3;

    private AppServer server;

    /** Not yet installed. */
    abstract AppServer server(Setup setup);

    @BeforeAll
    void start() throws Exception {
        String directory = getClass().getSimpleName();
        server = server(Setup.plain(
                Files.createDirectories(Path.of("target/it", directory)).toAbsolutePath(), configuration()));
        server.start();
        Results.add(
                server.name(), "start-up, s", "%.1f".formatted(server.startUp().toMillis() / 1000.0));
        Results.add(server.name(), "resident when ready, MB", String.valueOf(server.memory("VmRSS") >> 20));
        // one of the models costs something
        BillingContract.credit(service(), "money-for-the-tests", "{\"amount\":1000,\"reason\":\"tests\"}");
    }

    /** What the build tells the server of the other integration tests, but for its directories. */
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
            Results.add(server.name(), "resident at most, MB", String.valueOf(server.memory("VmHWM") >> 20));
            server.close();
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
    public String serverName() {
        return server.name();
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

    /** Last: nothing of the application may stay behind in a server that goes on. */
    @Test
    @Order(Integer.MAX_VALUE)
    void anApplicationThatIsTakenAwayLeavesNothingBehind() throws Exception {
        Assumptions.assumeTrue(server.canRedeploy(), server.name() + " ends with its application");
        long copies = 0;
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            server.undeploy();
            Footprint left = server.forgetsApplications() ? Footprint.settled(server) : Footprint.of(server);
            System.out.println(server.name() + " without the application: " + left);
            assertThat(left.threads()).as("threads").isEmpty();
            assertThat(left.files()).as("files").isEmpty();
            if (server.forgetsApplications()) {
                assertThat(left.isClean()).as(left.toString()).isTrue();
            }
            assertThat(left.natives()).as("copies of the native library").isLessThanOrEqualTo(i + 1);
            copies = left.classes();
            server.deploy(AppServer.war());
            Waiting.until("readiness after redeployment", java.time.Duration.ofMinutes(3), server::isReady);
            assertThat(Answer.words(Answer.success(service()
                                    .transcribe(Service.Part.file("File", dev.escriba.media.MediaFixture.ENGLISH)))
                            .getString("transcript")))
                    .contains("brown fox");
        }
        Results.add(server.name(), "class loaders left by " + REDEPLOYMENTS + " redeployments", String.valueOf(copies));
    }
}
