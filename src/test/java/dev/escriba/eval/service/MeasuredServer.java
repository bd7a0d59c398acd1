package dev.escriba.eval.service;

import dev.escriba.Await;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.Service.Part;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The uber-jar with the options of the documents, or with none that takes or saves memory. */
final class MeasuredServer implements AutoCloseable {

    private static final Duration MAX_START = Duration.ofMinutes(6);
    private static final String KEY = "a-key-for-measurements-alone";

    private final Process process;
    private final Service service;

    private MeasuredServer(Process process, Service service) {
        this.process = process;
        this.service = service;
    }

    /** Starts it and waits until its models are ready. The first start in a directory prepares them. */
    static MeasuredServer start(Path home, boolean withOptions) throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("tmp"));
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (withOptions) {
            command.add("@" + Path.of("server-config/payara-micro/jvm.options").toAbsolutePath());
        }
        command.addAll(List.of(
                "-Djava.io.tmpdir=tmp",
                "-Describa.security.bootstrap-key=" + KEY,
                "-jar",
                Path.of("target/escriba-micro.jar").toAbsolutePath().toString(),
                "--port",
                String.valueOf(port),
                "--prebootcommandfile",
                Path.of("server-config/payara-micro/loopback.asadmin")
                        .toAbsolutePath()
                        .toString()));
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("memory.log").toFile()))
                .start();
        MeasuredServer server =
                new MeasuredServer(process, new Service(URI.create("http://127.0.0.1:" + port + "/"), KEY));
        boolean isReady = false;
        try {
            isReady = Await.isReached(MAX_START, () -> !process.isAlive() || server.isReady()) && process.isAlive();
        } finally {
            if (!isReady) {
                server.close();
            }
        }
        if (!isReady) {
            throw new IOException("not ready: " + Files.readString(home.resolve("memory.log")));
        }
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() {
        try {
            return service.get("/health/ready").statusCode() == 200;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    void transcribe(Path recording, Part... fields) throws IOException {
        List<Part> parts = new ArrayList<>(List.of(fields));
        parts.add(Part.file("File", recording));
        HttpResponse<String> response = service.transcribe(parts.toArray(Part[]::new));
        if (response.statusCode() != 200) {
            throw new IOException(recording + ": " + response.statusCode() + " " + response.body());
        }
    }

    /** A memory that Linux counts, in MB. */
    long memory(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }

    /** Resets the largest resident memory that Linux counts. */
    void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5", StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
