package dev.escriba.it.servers;

import dev.escriba.it.servers.process.AppServer;
import dev.escriba.it.servers.process.Jdk;
import dev.escriba.it.servers.process.Row;
import dev.escriba.it.servers.process.Setup;
import dev.escriba.it.support.PostgresServer;
import dev.escriba.it.support.UpgradeSample;
import dev.escriba.it.support.UpgradeScenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that an earlier version wrote on Payara Micro 6 is continued on Payara Micro 7, and then on 6 again. */
class OnPayaraMicroAndBack {

    private static final List<Row> WAY = List.of(Row.PAYARA_MICRO_7, Row.PAYARA_MICRO_6);

    /** Both JDKs, or none of the tests. */
    @BeforeAll
    static void requireJdks() {
        for (Row row : WAY) {
            Assumptions.assumeTrue(row.jdk().isPresent(), row.label() + ": " + row.withoutJdk());
        }
    }

    @Test
    void anH2DirectoryGoesToPayara7AndBack() throws Exception {
        UpgradeSample sample = UpgradeSample.newest(UpgradeSample.H2);
        Path home = home("h2");
        sample.unpack(home.resolve("data"));
        goThereAndBack(sample, home, Optional.empty());
    }

    @Test
    void aPostgresDatabaseGoesToPayara7AndBack() throws Exception {
        UpgradeSample sample = UpgradeSample.newest(UpgradeSample.POSTGRES);
        Path home = home("postgres");
        try (PostgresServer postgres = PostgresServer.create(home)) {
            sample.unpack(home.resolve("data"), postgres);
            goThereAndBack(
                    sample,
                    home,
                    Optional.of(new Setup.Database(postgres.url(), PostgresServer.USER, PostgresServer.PASSWORD)));
        }
    }

    private static Path home(String database) throws Exception {
        return Files.createDirectories(Path.of("target/it/OnPayaraMicroAndBack", database))
                .toAbsolutePath();
    }

    /** Each server has a directory of its own. They share the data directory. */
    private static void goThereAndBack(UpgradeSample sample, Path home, Optional<Setup.Database> database)
            throws Exception {
        Map<String, String> properties = new HashMap<>(UpgradeSample.PRICE);
        properties.put("escriba.data.dir", home.resolve("data").toString());
        UpgradeScenario scenario = new UpgradeScenario(sample);
        for (Row row : WAY) {
            Jdk jdk = row.jdk().orElseThrow();
            Setup setup =
                    new Setup(home.resolve(row.name()), "1g", properties, database, Optional.empty(), List.of(), false);
            try (AppServer server = row.server(jdk, setup)) {
                server.start();
                scenario.continueOn(server.base());
            }
        }
    }
}
