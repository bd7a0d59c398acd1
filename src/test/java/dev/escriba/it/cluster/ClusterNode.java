package dev.escriba.it.cluster;

import dev.escriba.Await;
import dev.escriba.it.support.QuickStart;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Payara Micro with a WAR, in its own directory, on a fixed port, without a data grid. */
public final class ClusterNode {

    private static final Duration MAX_START_TIME = Duration.ofMinutes(10);
    private static final Duration MAX_STOP_TIME = Duration.ofMinutes(1);

    private final Path parent;
    private final String name;
    private final int port = UberJar.freePort();
    private final List<String> jvm;
    private final Path war;

    private int lives;
    private Path home;
    private Process process;

    public ClusterNode(Path parent, String name, Path war, List<String> jvm) throws IOException {
        this.parent = parent;
        this.name = name;
        this.war = war;
        this.jvm = List.copyOf(jvm);
        replace();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** The service on this node, without the balancer. */
    public Service service(String key) {
        return new Service(URI.create("http://" + address() + "/"), key);
    }

    /** Takes a new home directory for the next start, which is then the start of a new machine. */
    void replace() throws IOException {
        lives++;
        home = Files.createDirectories(parent.resolve(name + "-" + lives));
    }

    /** Starts the process and does not wait. */
    void start() throws IOException {
        Files.createDirectories(home.resolve("tmp"));
        List<String> commands = new ArrayList<>();
        for (String file : List.of("preboot", "loopback", "postgresql")) {
            commands.addAll(Files.readAllLines(Path.of("server-config/payara-micro/" + file + ".asadmin")));
        }
        Path commandFile = Files.write(home.resolve("commands.asadmin"), commands);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QuickStart.options());
        command.add("-Djava.io.tmpdir=tmp");
        command.addAll(jvm);
        command.addAll(List.of("-jar", System.getenv("MICRO_JAR"), "--nohazelcast", "--disablephonehome"));
        command.addAll(List.of("--nohostaware", "--addlibs", driver().toString()));
        command.addAll(List.of("--prebootcommandfile", commandFile.toString(), "--deploy", war.toString()));
        command.addAll(List.of("--port", String.valueOf(port)));
        process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("server.log").toFile()))
                .start();
    }

    private static Path driver() {
        try {
            return Path.of(org.postgresql.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitReady() throws Exception {
        Await.until("readiness of " + name, MAX_START_TIME, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended: " + Files.readString(home.resolve("server.log")));
            }
            return isReady();
        });
    }

    boolean isReady() {
        try {
            return service("none").get("/health/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Drains the node. Its runs go on. */
    void drain() throws IOException {
        Files.createFile(home.resolve("data/drain"));
    }

    void undrain() throws IOException {
        Files.deleteIfExists(home.resolve("data/drain"));
    }

    /** Waits until no request is in progress. */
    void awaitDrained() throws Exception {
        Await.until("rest of " + name, Duration.ofMinutes(2), () -> Files.exists(home.resolve("data/drained")));
    }

    /** Processor time since its start. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Kills it (SIGKILL). */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops it in order (SIGTERM) and waits for its end. */
    void terminate() throws Exception {
        process.destroy();
        if (!process.waitFor(MAX_STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError(name + " does not stop");
        }
    }

    void end() {
        if (process != null) {
            kill();
        }
    }
}
