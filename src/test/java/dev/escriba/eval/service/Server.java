package dev.escriba.eval.service;

import dev.escriba.eval.OverHttp;
import dev.escriba.eval.Transcriber;
import dev.escriba.fuzz.ServerVitals;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The uber-jar in its own process, with the heap of the benchmark. */
final class Server implements AutoCloseable {

    static final String HEAP = "-Xmx1g";

    private static final String KEY = "a-key-for-measurements-alone";

    private final UberJar jar;
    private final Path home;

    private Server(UberJar jar, Path home) {
        this.jar = jar;
        this.home = home;
    }

    /** Starts it and transcribes recordings until the JIT has compiled its code. */
    static Server start(List<Path> warmUp) throws Exception {
        return start(Path.of("target/bench/server"), warmUp, List.of());
    }

    /** As {@link #start(List)}, in a directory, with further commands for the server and further options. */
    static Server start(Path directory, List<Path> warmUp, List<Path> commandFiles, String... options)
            throws Exception {
        Path home = Files.createDirectories(directory).toAbsolutePath();
        Server server = new Server(
                UberJar.start(
                        home,
                        "bench.log",
                        commandFiles,
                        Stream.concat(Stream.of(HEAP, "-Describa.security.bootstrap-key=" + KEY), Stream.of(options))
                                .toArray(String[]::new)),
                home);
        for (Path recording : warmUp) {
            server.transcribe(recording);
        }
        return server;
    }

    /** A client with the key of the server. */
    Service service() {
        return jar.service(KEY);
    }

    /** What it holds when it is idle. */
    ServerVitals vitals() throws Exception {
        return ServerVitals.of(jar.pid(), home);
    }

    Transcriber.Transcript transcribe(Path recording) throws IOException {
        return new OverHttp(service()).transcribe(recording);
    }

    ProcessCost cost() throws IOException {
        return ProcessCost.of(jar.pid());
    }

    /** Largest resident memory since it started or since {@link #forgetPeak}, in MB. */
    long peak() throws IOException {
        return jar.peakMemory() >> 20;
    }

    /** Resident memory, in MB. */
    long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + jar.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    /** Resets the peak of resident memory that Linux counts. */
    void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/" + jar.pid() + "/clear_refs"), "5", StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        jar.close();
    }
}
