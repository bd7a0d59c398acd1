package dev.escriba.fuzz;

import dev.escriba.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Resources of an idle server. */
public record ServerVitals(
        long descriptors,
        long threads,
        long children,
        long uploads,
        long temporaryFiles,
        long residentMb,
        long liveKb) {

    private static final Duration MAX_WAIT = Duration.ofSeconds(45);

    /**
     * Measures a server on this machine when it is idle. {@code home} holds its directories {@code tmp} and {@code
     * data}.
     */
    public static ServerVitals of(long pid, Path home) throws Exception {
        return Await.settled(
                MAX_WAIT,
                Duration.ofMillis(500),
                () -> now(pid, home),
                (before, now) -> now.children == 0 && now.uploads == 0 && now.descriptors >= before.descriptors);
    }

    private static ServerVitals now(long pid, Path home) throws IOException, InterruptedException {
        // counting objects runs a garbage collection, which also frees what is unreachable
        long live = liveObjects(pid);
        Path process = Path.of("/proc/" + pid);
        return new ServerVitals(
                count(process.resolve("fd")),
                count(process.resolve("task")),
                ProcessHandle.of(pid).orElseThrow().descendants().count(),
                files(home.resolve("data/uploads"), ".lock"),
                files(home.resolve("tmp"), ".jar"),
                resident(process.resolve("status")) / 1024,
                live / 1024);
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private static long files(Path directory, String but) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file ->
                            Files.isRegularFile(file) && !file.toString().endsWith(but))
                    .count();
        }
    }

    private static long resident(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** The bytes in the last line of the JDK's class histogram. */
    private static long liveObjects(long pid) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process histogram = new ProcessBuilder(tool, String.valueOf(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        histogram.waitFor();
        String total = lines.get(lines.size() - 1).strip();
        // columns: Total, instances, bytes
        return Long.parseLong(total.substring(total.lastIndexOf(' ') + 1));
    }
}
