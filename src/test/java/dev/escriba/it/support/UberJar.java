package dev.escriba.it.support;

import dev.escriba.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** {@code target/escriba-micro.jar}, started in its own directory, on loopback, with the command of the documents. */
public final class UberJar implements AutoCloseable {

    private static final Duration MAX_START_TIME = Duration.ofMinutes(6);

    /** A file of this name in its directory holds commands for the started server. */
    public static final String AFTER_START = "postboot.asadmin";

    /** Stands for the address of the service in options of the JVM. */
    public static final String BASE = "{base}";

    /** Payara logs this when one of its own services cannot start. The application is not one of them. */
    private static final String FAILED_IN_PAYARA = "Startup service failed to start";

    /** The umask of a usual shell, which lets other users read new files. */
    private static final String USUAL = "umask 022";

    private final Process process;
    private final URI base;
    private final Path log;

    private UberJar(Process process, URI base, Path log) {
        this.process = process;
        this.base = base;
        this.log = log;
    }

    /** Starts it and waits until it is ready. */
    public static UberJar start(Path home, String logName, String... jvm) throws IOException, InterruptedException {
        return start(home, logName, List.of(), jvm);
    }

    /** As {@link #start(Path, String, String...)}, with further commands for the server. */
    public static UberJar start(Path home, String logName, List<Path> commandFiles, String... jvm)
            throws IOException, InterruptedException {
        return ready(launch(USUAL, home, logName, commandFiles, jvm), home);
    }

    /**
     * As {@link #start(Path, String, List, String...)}, but as a supervisor does: if Payara itself fails in its start,
     * the process ends, and is started once more. Payara Micro 7.2026.11 did so in one of some 60 starts on a busy
     * machine, before it read the application.
     */
    public static UberJar supervised(Path home, String logName, List<Path> commandFiles, String... jvm)
            throws IOException, InterruptedException {
        UberJar jar = launch(USUAL, home, logName, commandFiles, jvm);
        try {
            return ready(jar, home);
        } catch (AssertionError e) {
            if (!jar.log().contains(FAILED_IN_PAYARA)) {
                throw e;
            }
            System.out.println("Payara failed in its start (" + logName + "), and is started once more");
            return start(home, "again-" + logName, commandFiles, jvm);
        }
    }

    /** As {@link #start(Path, String, String...)}, in a shell that first runs commands such as {@code ulimit -n 200}. */
    public static UberJar startAfter(String commands, Path home, String logName, String... jvm)
            throws IOException, InterruptedException {
        return ready(launch(USUAL + "; " + commands, home, logName, List.of(), jvm), home);
    }

    /** Starts it and does not wait. */
    public static UberJar begun(Path home, String logName, String... jvm) throws IOException {
        return launch(USUAL, home, logName, List.of(), jvm);
    }

    private static UberJar ready(UberJar jar, Path home) throws IOException, InterruptedException {
        jar.await(jar::isReady, "ready");
        PreparedModels.keep(home.resolve("data"));
        return jar;
    }

    /** Starts it and waits until the application answers requests. Its models may still be loading. */
    public static UberJar deployed(Path home, String logName, String... jvm) throws IOException, InterruptedException {
        UberJar jar = launch(USUAL, home, logName, List.of(), jvm);
        jar.await(() -> jar.answers("/api/v2/AIModels", 401), "deployed");
        return jar;
    }

    /** Starts it with settings with which it cannot start, and waits for its end. */
    public static UberJar failed(Path home, String logName, String... jvm) throws IOException, InterruptedException {
        return failedAfter("true", home, logName, jvm);
    }

    /** As {@link #failed}, in a shell that first runs commands. */
    public static UberJar failedAfter(String commands, Path home, String logName, String... jvm)
            throws IOException, InterruptedException {
        UberJar jar = launch(USUAL + "; " + commands, home, logName, List.of(), jvm);
        if (!jar.process.waitFor(MAX_START_TIME.toSeconds(), TimeUnit.SECONDS)) {
            jar.kill();
            throw new AssertionError("it does not end: " + jar.log());
        }
        return jar;
    }

    private static UberJar launch(String before, Path home, String logName, List<Path> commandFiles, String... jvm)
            throws IOException {
        int port = freePort();
        Files.createDirectories(home.resolve("tmp"));
        PreparedModels.give(home.resolve("data"));
        Path log = home.resolve(logName);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("sh", "-c", before + "; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("server-config/payara-micro/jvm.options").toAbsolutePath());
        command.addAll(QuickStart.options());
        command.add("-Djava.io.tmpdir=tmp");
        URI base = URI.create("http://127.0.0.1:" + port + "/");
        Stream.of(jvm).map(option -> option.replace(BASE, base.toString())).forEach(command::add);
        command.addAll(List.of(
                "-jar", Path.of("target/escriba-micro.jar").toAbsolutePath().toString()));
        command.addAll(List.of("--port", String.valueOf(port)));
        command.addAll(List.of(
                "--prebootcommandfile",
                commands(home, commandFiles).toAbsolutePath().toString()));
        Path afterStart = home.resolve(AFTER_START);
        if (Files.exists(afterStart)) {
            command.addAll(
                    List.of("--postbootcommandfile", afterStart.toAbsolutePath().toString()));
        }
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new UberJar(process, base, log);
    }

    /** Waits until the log has this text. */
    public void awaitLog(String text) throws IOException, InterruptedException {
        await(
                () -> {
                    try {
                        return log().contains(text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "logged: " + text);
    }

    private void await(BooleanSupplier condition, String name) throws IOException, InterruptedException {
        boolean[] reached = {false};
        Await.isReached(MAX_START_TIME, () -> {
            reached[0] = condition.getAsBoolean();
            return reached[0] || !process.isAlive();
        });
        if (!reached[0]) {
            process.destroyForcibly();
            throw new AssertionError("not " + name + ": " + log());
        }
    }

    /** Joins the command files into one, because the server reads only the last file of its command line. */
    private static Path commands(Path home, List<Path> files) throws IOException {
        List<String> commands =
                new ArrayList<>(Files.readAllLines(Path.of("server-config/payara-micro/loopback.asadmin")));
        for (Path file : files) {
            commands.addAll(Files.readAllLines(file));
        }
        return Files.write(home.resolve("commands.asadmin"), commands);
    }

    /** The service, for a caller with this key. */
    public Service service(String key) {
        return new Service(base, key);
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Largest resident memory so far, in bytes; 0 if the system does not report it. */
    public long peakMemory() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    /** The number of its running child processes. */
    public long children() {
        return process.descendants().count();
    }

    public long pid() {
        return process.pid();
    }

    /** Kills it (SIGKILL). */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        terminate();
    }

    /** Sends it a signal and does not wait. */
    public void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("no process to send " + name + " to");
        }
    }

    /** Stops it as an operator does (SIGTERM) and waits for its end. */
    public void terminate() {
        process.destroy();
        try {
            process.onExit().get(60, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError("it does not stop", e);
        }
    }

    private boolean isReady() {
        return answers("/health/ready", 200);
    }

    private boolean answers(String path, int status) {
        try {
            return service("none").get(path).statusCode() == status;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** The exit code. */
    public int exitCode() {
        return process.exitValue();
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
