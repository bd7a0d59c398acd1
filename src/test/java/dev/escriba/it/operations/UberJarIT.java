package dev.escriba.it.operations;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import dev.escriba.storage.control.PrivateFiles;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The uber-jar started by hand: its first key, and its state after a stop. */
class UberJarIT {

    private static final String OWN_KEY = "a-key-for-the-tests-of-this-build-alone";
    private static final String BOOTSTRAP = "-Describa.security.bootstrap-key=" + OWN_KEY;
    private static final Pattern KEY = Pattern.compile("escriba_[0-9a-f]{12}_[0-9a-f]{64}");

    @Test
    void showsItsKeyOnceKeepsWhatIsStoredAndLeavesNothingBehind() throws Exception {
        Path home = Files.createDirectories(Path.of("target/it/uber-jar").toAbsolutePath());
        String key;
        String logs;
        Path data = Files.createDirectories(home.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (UberJar jar = UberJar.start(home, "first.log")) {
            Matcher matcher = KEY.matcher(jar.log());
            assertThat(matcher.find()).as("a key in the log").isTrue();
            key = matcher.group();
            assertThat(matcher.find()).as("a second one").isFalse();
            Answer.success(jar.service(key).transcribe(file("File", MediaFixture.mp3())));
            assertThat(files(home.resolve("data/uploads")))
                    .allMatch(path -> path.toString().endsWith(".lock"));
            assertThat(jar.children()).isZero();
            assertThat(everythingIn(data))
                    .contains(data.resolve("escriba.mv.db"))
                    .allSatisfy(UberJarIT::isPrivate);
            assertThat(home.resolve("tmp")).satisfies(UberJarIT::isPrivate);
            logs = jar.log();
        }
        try (UberJar jar = UberJar.start(home, "second.log")) {
            assertThat(jar.log()).doesNotContainPattern(KEY);
            Answer.success(jar.service(key).transcribe(file("File", MediaFixture.ENGLISH)));
            logs += jar.log();
        }
        assertThat(logs).doesNotContain("brown fox", "fox.mp3");
        assertThat(files(home.resolve("tmp")).stream()
                        .map(path -> path.getFileName().toString()))
                .noneMatch(name -> name.startsWith("MIME") || name.contains("onnx") || name.contains("ffmpeg"));
        for (Path stored : files(home.resolve("data"))) {
            if (stored.toString().endsWith(".db")) {
                assertThat(new String(Files.readAllBytes(stored), StandardCharsets.ISO_8859_1))
                        .doesNotContain(key);
            }
        }
    }

    @Test
    void anOrderlyStopEndsWhatRuns() throws Exception {
        Path home = Files.createDirectories(Path.of("target/it/stop").toAbsolutePath());
        Path quarter = quarterOfAnHour();
        HttpResponse<String> answer;
        try (UberJar jar = UberJar.start(home, "first.log", BOOTSTRAP)) {
            CompletableFuture<HttpResponse<String>> running =
                    CompletableFuture.supplyAsync(() -> jar.service(OWN_KEY).transcribe(file("File", quarter)));
            waitForDecoder(jar);
            jar.signal("TERM");
            jar.awaitLog("The process stops");
            HttpResponse<String> late = jar.service(OWN_KEY).transcribe(file("File", MediaFixture.ENGLISH));
            Answer.problem(late, 503);
            assertThat(late.headers().firstValue("Retry-After")).isPresent();
            assertThat(jar.service(OWN_KEY).get("/health/ready").statusCode()).isEqualTo(503);
            answer = running.get();
            jar.terminate();
            assertThat(jar.exitCode()).isEqualTo(143);
        }
        Answer.problem(answer, 503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(rows(home)).singleElement().isEqualTo("FAILED null null MP3 null null null stopped true");
    }

    /**
     * Waits until a child runs for a whole second. That is the decoder, because recognition reads it slowly. The probe
     * ends sooner, and between the two there is no child.
     */
    private static void waitForDecoder(UberJar jar) throws InterruptedException {
        Await.<InterruptedException>until(
                "decoder that works for a second",
                Duration.ofSeconds(30),
                () -> jar.children() > 0 && !Await.isReached(Duration.ofSeconds(1), () -> jar.children() == 0));
    }

    private static Path quarterOfAnHour() {
        return MediaFixture.make(
                "quarter-of-an-hour.mp3", "-stream_loop", "290", "-i", MediaFixture.ENGLISH.toString(), "-b:a", "64k");
    }

    @Test
    void storesEveryExecutionAndEndsWhatACrashCutOff() throws Exception {
        Path home = Files.createDirectories(Path.of("target/it/crash").toAbsolutePath());
        PrivateFiles.empty(Files.createDirectories(home.resolve("tmp")));
        Path quarter = quarterOfAnHour();
        try (UberJar jar = UberJar.start(home, "first.log", BOOTSTRAP)) {
            Answer.success(jar.service(OWN_KEY)
                    .transcribe(
                            text("UserIdentifier", "ana"),
                            text("Channel", "phone"),
                            file("File", MediaFixture.ENGLISH)));
            Answer.problem(jar.service(OWN_KEY).transcribe(file("File", MediaFixture.truncatedMp4())), 400);
            CompletableFuture<Object> cutOff =
                    CompletableFuture.supplyAsync(() -> jar.service(OWN_KEY).transcribe(file("File", quarter)));
            waitForDecoder(jar);
            jar.kill();
            assertThat(cutOff).failsWithin(Duration.ofSeconds(30));
        }
        Set<Path> left = everythingIn(home.resolve("tmp"));
        assertThat(left).as("a killed server leaves files").hasSizeGreaterThan(10);
        try (UberJar jar = UberJar.start(home, "second.log", BOOTSTRAP)) {
            assertThat(everythingIn(home.resolve("tmp")).stream().filter(Files::isRegularFile))
                    .doesNotContainAnyElementsOf(left.stream()
                            .filter(path -> !path.endsWith(".escriba"))
                            .toList());
            assertThat(jar.log()).doesNotContain("The temporary directory");
        }
        assertThat(files(home.resolve("data/uploads"))).isEmpty();
        assertThat(rows(home))
                .containsExactly(
                        "SUCCEEDED ana phone WAV en 3125000000 USD null true",
                        "FAILED null null MP3 null null null interrupted true");
    }

    private static List<String> rows(Path home) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:h2:" + home.resolve("data/escriba"), "", "");
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("select * from instance order by started_at")) {
            while (row.next()) {
                rows.add(String.join(
                        " ",
                        row.getString("state"),
                        row.getString("user_identifier"),
                        row.getString("channel"),
                        row.getString("container"),
                        row.getString("language"),
                        row.getString("duration_nanos"),
                        row.getString("currency"),
                        row.getString("failure"),
                        String.valueOf(row.getLong("finished_at") > row.getLong("started_at"))));
            }
        }
        return rows;
    }

    private static Set<Path> everythingIn(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.collect(Collectors.toSet());
        }
    }

    private static void isPrivate(Path path) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .as(path.toString())
                .endsWith("------");
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
