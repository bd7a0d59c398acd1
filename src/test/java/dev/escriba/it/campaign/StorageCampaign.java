package dev.escriba.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Disks that are too small, full, read-only, or whose files are removed. It runs by {@code mvn verify -Pcampaign}, and
 * only as root, because it mounts file systems.
 */
class StorageCampaign {

    private static final int CLIENTS = 4;
    private static final Duration LOAD = Duration.ofSeconds(10);

    private final List<Path> mounted = new ArrayList<>();
    private Path home;
    private UberJar jar;

    @BeforeEach
    void begin() throws Exception {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "skipped: only root can mount a file system");
        home = CampaignClients.home("storage");
    }

    @AfterEach
    void end() throws Exception {
        if (jar != null) {
            jar.kill();
        }
        for (Path mount : mounted) {
            run("umount", "-l", mount.toString());
        }
    }

    @Test
    void aDataDirectoryThatIsTooSmallEndsTheStartWithOneMessage() throws Exception {
        Path data = mount("small-data", "60m");
        jar = UberJar.failed(home, "small-data.log", CampaignClients.options("-Describa.data.dir=" + data));
        endedClearly(data.toString());
    }

    @Test
    void aTemporaryDirectoryThatIsTooSmallEndsTheStartWithOneMessage() throws Exception {
        Path tmp = mount("tmp", "60m");
        jar = UberJar.failed(home, "small-tmp.log", CampaignClients.options());
        endedClearly(tmp.toAbsolutePath().toString());
    }

    @Test
    void aDataDirectoryThatIsReadOnlyEndsTheStartWithOneMessage() throws Exception {
        Path data = mount("read-only", "60m");
        run("mount", "-o", "remount,ro", data.toString());
        jar = UberJar.failed(home, "read-only.log", CampaignClients.options("-Describa.data.dir=" + data));
        endedClearly(data.toString());
    }

    @Test
    void aFullDataDirectoryStopsRunsAndNothingIsLost() throws Exception {
        Path data = mount("full-data", "900m");
        start("full-data.log", data);
        stopsRunsWhileItIsFull(data);
    }

    @Test
    void aFullTemporaryDirectoryStopsRunsOrNoneNeedsItAndNothingIsLost() throws Exception {
        Path tmp = mount("tmp", "1100m");
        start("full-tmp.log", home.resolve("data"));
        Path filler = tmp.resolve("filler");
        Map<Integer, Integer> full = during(() -> fill(filler), () -> Files.delete(filler));
        System.out.println("full temporary directory: " + full);
        assertThat(full).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        recovers();
    }

    private void stopsRunsWhileItIsFull(Path directory) throws Exception {
        Path filler = directory.resolve("filler");
        Map<Integer, Integer> full = during(() -> fill(filler), () -> Files.delete(filler));
        System.out.println("full data directory: " + full);
        assertThat(full).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        assertThat(full.keySet()).as("answers other than 200").hasSizeGreaterThan(1);
        recovers();
    }

    private void recovers() throws Exception {
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
    }

    @Test
    void aSecondProcessOnTheSameDirectoryEndsAndTheFirstGoesOn() throws Exception {
        Path data = home.resolve("data");
        start("first.log", data);
        CompletableFuture<UberJar> second = CompletableFuture.supplyAsync(() -> {
            try {
                return UberJar.failed(
                        CampaignClients.home("second"),
                        "second.log",
                        CampaignClients.options("-Describa.data.dir=" + data));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Map<Integer, Integer> answers =
                CampaignClients.sendWhile(jar, CLIENTS, MediaFixture.ENGLISH, () -> !second.isDone());
        System.out.println("second process on the same directory: " + answers);
        UberJar refused = second.get();
        assertThat(refused.exitCode()).as(refused.log()).isEqualTo(1);
        assertThat(refused.log()).contains("in use by another process");
        assertThat(answers).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        recovers();
    }

    /** The books are gone with the data. So the service must say that it is not ready, and answer in its shape. */
    @Test
    void filesThatAreRemovedMakeTheNodeUnreadyOrAreMadeAgain() throws Exception {
        Path data = home.resolve("data");
        start("removed.log", data);
        Service service = CampaignClients.service(jar);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Map<Integer, Integer> removed =
                CampaignClients.sendWhile(jar, CLIENTS, MediaFixture.ENGLISH, CampaignClients.lasting(LOAD));
        System.out.println("removed data directory: " + removed + ", readiness "
                + service.get("/health/ready").statusCode());
        Await.until(
                "DOWN",
                Duration.ofMinutes(2),
                () -> service.get("/health/ready").statusCode() == 503);
    }

    private void start(String log, Path data) throws Exception {
        jar = UberJar.start(home, log, CampaignClients.options("-Describa.data.dir=" + data));
        CampaignClients.credit(jar);
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
    }

    /** Sends recordings, brings about a condition in the middle, and ends it before the last third. */
    private Map<Integer, Integer> during(Step begin, Step end) throws Exception {
        CompletableFuture<Map<Integer, Integer>> load = CompletableFuture.supplyAsync(() -> {
            try {
                return CampaignClients.sendWhile(
                        jar, CLIENTS, MediaFixture.ENGLISH, CampaignClients.lasting(LOAD.multipliedBy(3)));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Await.isReached(LOAD, load::isDone);
        begin.take();
        Await.isReached(LOAD, load::isDone);
        System.out.println("readiness: "
                + CampaignClients.service(jar).get("/health/ready").body());
        end.take();
        return load.get();
    }

    private void endedClearly(String named) throws IOException {
        String log = jar.log();
        assertThat(jar.exitCode()).as(log).isEqualTo(1);
        assertThat(log.lines().filter(line -> line.contains("SEVERE"))).as(log).hasSize(1);
        assertThat(log).contains(named).doesNotContain("\tat ");
    }

    private Path mount(String name, String size) throws Exception {
        Path directory = Files.createDirectories(home.resolve(name));
        run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + size, "tmpfs", directory.toString());
        mounted.add(directory);
        return directory;
    }

    private static void fill(Path file) throws Exception {
        run("sh", "-c", "head -c 4G /dev/zero > '" + file + "' 2> /dev/null || true");
        assertThat(Files.getFileStore(file).getUsableSpace()).isLessThan(1 << 16);
    }

    private static void run(String... command) throws Exception {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        assertThat(status).as(String.join(" ", command)).isZero();
    }

    private interface Step {
        void take() throws Exception;
    }
}
