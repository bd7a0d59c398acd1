package dev.escriba.it.servers.process;

import dev.escriba.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What of the application a server holds: copies of its classes, of its native libraries, its threads, and files below its data directory.
 */
public record Footprint(long classes, long natives, List<String> threads, List<String> files) {

    /** Loaded with the application, whatever is used. */
    private static final String CLASS = "dev.escriba.Escriba";

    /** The JDK keeps the thread that has waited for a process for a minute, and with it whoever had the process started. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /**
     * Nothing is left but what does not grow: the JDK (17 and 25) remembers, for each of its own method handles, the last type
     * that it was asked for (of a record's {@code equals}, say). That keeps the last application, and one more where that one
     * did less. Native libraries are another matter: the library of ONNX Runtime stays mapped when its loader is gone, one
     * copy for each deployment.
     */
    public boolean isClean() {
        return classes <= 2 && threads.isEmpty() && files.isEmpty();
    }

    /** Of a server without the application, when it has let go of what it will let go of. */
    public static Footprint settled(AppServer server) throws Exception {
        Footprint left = of(server);
        return left.isClean()
                ? left
                : Await.settled(PATIENCE, Duration.ofSeconds(5), () -> of(server), (before, now) -> now.isClean());
    }

    /** After collections, so that only what is held counts. */
    public static Footprint of(AppServer server) throws IOException, InterruptedException {
        long pid = server.pid();
        // what is freed by one can let go of more
        for (int i = 0; i < 3; i++) {
            jcmd(server, "GC.run");
            // the cleaners of the JVM need some time, and nothing tells when they are done
            Thread.sleep(500);
        }
        return new Footprint(
                jcmd(server, "VM.class_hierarchy", CLASS)
                        .filter(line -> line.contains(CLASS + "/"))
                        .count(),
                Files.readAllLines(Path.of("/proc/" + pid + "/maps"), StandardCharsets.ISO_8859_1).stream()
                        .filter(line -> line.contains("libonnxruntime.so"))
                        .map(line -> line.replaceAll("^.*? (?=/)", ""))
                        .distinct()
                        .count(),
                jcmd(server, "Thread.print")
                        .filter(line -> line.startsWith("\"escriba"))
                        .map(line -> line.substring(1, line.indexOf('"', 1)))
                        .sorted()
                        .toList(),
                open(pid, server.setup().home().resolve("data")));
    }

    private static List<String> open(long pid, Path directory) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors
                    .map(Footprint::target)
                    .filter(file -> file.startsWith(directory + "/"))
                    // the server's data source has it open
                    .filter(file -> !file.endsWith(".mv.db"))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static Stream<String> jcmd(AppServer server, String... arguments) throws IOException, InterruptedException {
        Stream<String> command = Stream.of(server.jdk().program("jcmd"), String.valueOf(server.pid()));
        Process process = new ProcessBuilder(
                        Stream.concat(command, Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd: " + output);
        }
        return output.lines();
    }
}
