package dev.escriba.it.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that writes into an H2 file as the service does, and opens the file again, many times. It runs only
 * by {@code mvn verify -Pcrash -Dit.test=H2Crash}. Each fifth end is an orderly stop, after which H2 compacts its file.
 */
class H2Crash {

    private static final String OPTIONS = "DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;LOCK_TIMEOUT=10000";
    private static final int STOP_EVERY = 5;
    private static final int MIN_MILLIS = 100;
    private static final int MAX_MILLIS = 2_500;

    private final int rounds = Integer.getInteger("escriba.crash.rounds", 200);
    private final String options = System.getProperty("escriba.crash.h2-options", OPTIONS);
    private final Path jar = Path.of(System.getProperty("escriba.crash.h2-jar", jarOfH2()));
    private final long seed = Optional.of(System.getProperty("escriba.crash.seed", ""))
            .filter(chosen -> !chosen.isBlank())
            .map(Long::valueOf)
            .orElseGet(System::nanoTime);

    @TempDir
    Path directory;

    private long confirmed;

    @Test
    void theFileOpensAfterEachKillAndHasAllThatWasConfirmed() throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 1; round <= rounds; round++) {
            boolean kill = round % STOP_EVERY != 0;
            int status = round(random.nextLong(), random.nextInt(MIN_MILLIS, MAX_MILLIS), kill);
            assertThat(status)
                    .as("%s, seed %s, round %s: %s", jar.getFileName(), seed, round, Files.readString(errors()))
                    .isNotEqualTo(H2Writer.DAMAGED);
        }
        System.out.printf(
                "%s, %s: %d rounds, %d confirmed transactions, file of %d kB, seed %d%n",
                jar.getFileName(), options, rounds, confirmed, Files.size(file("escriba.mv.db")) / 1024, seed);
    }

    /** Returns the exit code of the writer. */
    private int round(long writerSeed, int millis, boolean kill) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        jar + ":"
                                + Path.of(H2Writer.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .getPath()),
                        H2Writer.class.getName(),
                        "jdbc:h2:file:" + file("escriba") + ";" + options,
                        String.valueOf(confirmed),
                        String.valueOf(writerSeed))
                .redirectError(errors().toFile())
                .start();
        Thread end = new Thread(() -> end(writer, millis, kill), "end");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("open")) {
                    end.start();
                } else {
                    confirmed++;
                }
            }
        }
        return writer.waitFor();
    }

    private static void end(Process writer, int millis, boolean kill) {
        try {
            if (!writer.waitFor(millis, TimeUnit.MILLISECONDS)) {
                if (kill) {
                    // the other way closes the streams, too
                    writer.toHandle().destroyForcibly();
                } else {
                    writer.getOutputStream().close();
                }
            }
        } catch (IOException | InterruptedException e) {
            writer.destroyForcibly();
        }
    }

    private Path errors() {
        return file("errors.txt");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static String jarOfH2() {
        return Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }
}
