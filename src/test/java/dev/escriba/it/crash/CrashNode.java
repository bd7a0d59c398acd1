package dev.escriba.it.crash;

import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An uber-jar that is killed and started again in the same directory, on a database that may have other nodes. */
final class CrashNode {

    static final String KEY = "a-key-for-the-tests-of-this-build-alone";

    private static final String PRICE = "escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00.per-minute";

    private final Path home;
    private final CrashDatabase database;
    private final List<String> options;
    private final List<Double> restarts = new ArrayList<>();
    private int starts;
    private UberJar jar;

    CrashNode(Path home, CrashDatabase database, List<String> options) {
        this.home = home;
        this.database = database;
        this.options = options;
    }

    /** Starts it and waits until it is ready. */
    void start() throws Exception {
        Files.createDirectories(home);
        // a killed server leaves files there, such as a copy of the WAR, which would fill the disk
        delete(home.resolve("tmp"));
        long begin = System.nanoTime();
        jar = UberJar.supervised(
                home,
                "start-" + starts + ".log",
                database.commandFiles(),
                Stream.of(
                                // options for a quick start; the application is complete
                                List.of(
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Xmx1g",
                                        "-Describa.security.bootstrap-key=" + KEY,
                                        "-D" + PRICE + "=0.006"),
                                options,
                                database.jvm())
                        .flatMap(List::stream)
                        .toArray(String[]::new));
        if (starts > 0) {
            restarts.add((System.nanoTime() - begin) / 1e9);
        }
        starts++;
    }

    /** Kills it (SIGKILL). */
    void kill() {
        if (jar != null) {
            jar.kill();
        }
    }

    /** Stops it as an operator does. */
    void terminate() {
        jar.terminate();
    }

    Service service() {
        return jar.service(KEY);
    }

    /** The seconds of each start after the first. */
    List<Double> restarts() {
        return restarts;
    }

    /** Deletes a directory with all that is in it, if it exists. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
