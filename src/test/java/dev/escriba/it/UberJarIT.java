package dev.escriba.it;

import static dev.escriba.it.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar that people start by hand: its first key, and what is left after it stops. */
class UberJarIT {

    private static final Pattern KEY = Pattern.compile("escriba_[0-9a-f]{64}");

    @Test
    void showsItsKeyOnceKeepsWhatIsStoredAndLeavesNothingBehind() throws Exception {
        Path home = Files.createDirectories(Path.of("target/it/uber-jar").toAbsolutePath());
        Path first = home.resolve("first.log");
        String key;
        Running run = start(home, first);
        try {
            key = keyIn(first);
            assertThat(Files.readString(first).split(key, -1)).as("shown once").hasSize(2);
            Answer.success(run.service(key).transcribe(file("File", MediaFixture.mp3())));
            assertThat(files(home.resolve("data/uploads")))
                    .allMatch(path -> path.toString().endsWith(".lock"));
        } finally {
            run.stop();
        }
        Path second = home.resolve("second.log");
        Running again = start(home, second);
        try {
            assertThat(Files.readString(second)).doesNotContainPattern(KEY);
            Answer.success(again.service(key).transcribe(file("File", MediaFixture.ENGLISH)));
        } finally {
            again.stop();
        }
        assertThat(files(home.resolve("tmp")).stream()
                        .map(path -> path.getFileName().toString()))
                .noneMatch(name -> name.startsWith("MIME") || name.contains("onnx") || name.contains("ffmpeg"));
        assertThat(Files.readString(first) + Files.readString(second)).doesNotContain("brown fox", "fox.mp3");
        try (Stream<Path> stored = Files.walk(home.resolve("data"))) {
            for (Path database :
                    stored.filter(path -> path.toString().endsWith(".db")).toList()) {
                assertThat(new String(Files.readAllBytes(database), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(key);
            }
        }
    }

    private static String keyIn(Path log) throws IOException {
        Matcher matcher = KEY.matcher(Files.readString(log));
        assertThat(matcher.find()).as("a key in the log").isTrue();
        return matcher.group();
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private record Running(Process process, URI base) {

        Service service(String key) {
            return new Service(base, key);
        }

        void stop() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.descendants()).isEmpty();
        }
    }

    private static Running start(Path home, Path log) throws IOException, InterruptedException {
        int port = freePort();
        Files.createDirectories(home.resolve("tmp"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=tmp",
                        "-jar",
                        Path.of("target/escriba-micro.jar").toAbsolutePath().toString(),
                        "--port",
                        String.valueOf(port),
                        "--prebootcommandfile",
                        Path.of("target/micro/loopback.asadmin")
                                .toAbsolutePath()
                                .toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Running running = new Running(process, URI.create("http://127.0.0.1:" + port + "/"));
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (System.nanoTime() < end && process.isAlive() && !isReady(running)) {
            Thread.sleep(300);
        }
        assertThat(isReady(running)).as(() -> read(log)).isTrue();
        return running;
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isReady(Running running) {
        try {
            return running.service("none").get("/health/ready").statusCode() == 200;
        } catch (java.io.UncheckedIOException e) {
            assertThat(e.getCause()).isInstanceOfAny(ConnectException.class, IOException.class);
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
