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
 * What a server holds of the application: copies of its classes and native libraries, its threads, and open files below
 * its data directory.
 */
public record Footprint(long classes, long natives, List<String> threads, List<String> files) {

    /** A class that is always loaded with the application. */
    private static final String CLASS = "dev.escriba.Escriba";

    /**
     * The JDK keeps the thread that waited for a process for a minute, and with it the class loader that started the
     * process.
     */
    private static final Duration MAX_WAIT = Duration.ofSeconds(90);

    /**
     * Checks that nothing is left that grows. The JDK (17 and 25) remembers, for each of its own method handles, the
     * last type for which it was used, for example by a record's {@code equals}. That keeps the last application, and
     * one more if the last one used fewer of them. Native libraries are different: the library of ONNX Runtime stays
     * mapped when its class loader is gone, one copy for each deployment.
     */
    public boolean isClean() {
        return classes <= 2 && threads.isEmpty() && files.isEmpty();
    }

    /** The footprint of a server without the application, when the server has released all that it releases. */
    public static Footprint settled(AppServer server) throws Exception {
        Footprint left = of(server);
        return left.isClean()
                ? left
                : Await.settled(MAX_WAIT, Duration.ofSeconds(5), () -> of(server), (before, now) -> now.isClean());
    }

    /** Counts after garbage collections, so that only reachable objects count. */
    public static Footprint of(AppServer server) throws IOException, InterruptedException {
        long pid = server.pid();
        // objects that one collection frees may make others unreachable
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
                    // the server's data source keeps this file open
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
