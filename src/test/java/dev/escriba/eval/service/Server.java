package dev.escriba.eval.service;

import dev.escriba.eval.OverHttp;
import dev.escriba.eval.Transcriber;
import dev.escriba.it.support.UberJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The uber-jar in its own process, with the heap of the benchmark. */
final class Server implements AutoCloseable {

    static final String HEAP = "-Xmx1g";

    private static final String KEY = "a-key-for-measurements-alone";

    private final UberJar jar;

    private Server(UberJar jar) {
        this.jar = jar;
    }

    /** Starts it and transcribes recordings until the JIT has compiled its code. */
    static Server start(List<Path> warmUp) throws Exception {
        Path home = Files.createDirectories(Path.of("target/bench/server").toAbsolutePath());
        Server server = new Server(UberJar.start(home, "bench.log", HEAP, "-Describa.security.bootstrap-key=" + KEY));
        for (Path recording : warmUp) {
            server.transcribe(recording);
        }
        return server;
    }

    Transcriber.Transcript transcribe(Path recording) throws IOException {
        return new OverHttp(jar.service(KEY)).transcribe(recording);
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
