package dev.escriba.it.operations;

import dev.escriba.it.support.PostgresServer;
import dev.escriba.it.support.UberJar;
import dev.escriba.it.support.UpgradeSample;
import dev.escriba.it.support.UpgradeScenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The uber-jar of this build continues the databases of an earlier version. See {@code
 * src/test/resources/upgrade/README.md}. The way from Payara Micro 7 back to 6 is in {@code OnPayaraMicroAndBack}.
 */
class UpgradeIT {

    @Test
    void continuesAnH2Directory() throws Exception {
        UpgradeSample sample = UpgradeSample.newest(UpgradeSample.H2);
        Path home = Files.createDirectories(Path.of("target/it/upgrade-h2").toAbsolutePath());
        sample.unpack(home.resolve("data"));
        continueTwice(sample, home, List.of(), Map.of());
    }

    @Test
    void continuesAPostgresDatabase() throws Exception {
        UpgradeSample sample = UpgradeSample.newest(UpgradeSample.POSTGRES);
        Path home =
                Files.createDirectories(Path.of("target/it/upgrade-postgres").toAbsolutePath());
        try (PostgresServer postgres = PostgresServer.create(home)) {
            sample.unpack(home.resolve("data"), postgres);
            continueTwice(
                    sample,
                    home,
                    List.of(Path.of("server-config/payara-micro/postgresql.asadmin")),
                    Map.of(
                            "escriba.database.url", postgres.url(),
                            "escriba.database.user", PostgresServer.USER,
                            "escriba.database.password", PostgresServer.PASSWORD));
        }
    }

    /** The second start reads what the first one has written. */
    private static void continueTwice(
            UpgradeSample sample, Path home, List<Path> commands, Map<String, String> database) throws Exception {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        UpgradeSample.PRICE.forEach((key, value) -> options.add("-D" + key + "=" + value));
        database.forEach((key, value) -> options.add("-D" + key + "=" + value));
        UpgradeScenario scenario = new UpgradeScenario(sample);
        for (String log : List.of("first.log", "second.log")) {
            try (UberJar jar = UberJar.start(home, log, commands, options.toArray(String[]::new))) {
                scenario.continueOn(jar.service("").base());
            }
        }
    }
}
