package dev.escriba.it.servers.process;

import dev.escriba.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * An application server in a directory of its own, as it comes from its makers, configured with the files of {@code server-config} as the page
 * there says, on loopback. It is used from one thread.
 */
public abstract class AppServer implements AutoCloseable {

    /** Long, for machines on which much else runs. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Jdk jdk;
    private final Setup setup;
    private Process process;
    private Duration startUp = Duration.ZERO;

    protected AppServer(Row row, Jdk jdk, Setup setup) {
        this.name = row.label();
        this.jdk = jdk;
        this.setup = setup;
    }

    /** As people write it. */
    public final String name() {
        return name;
    }

    /** The one that runs it. */
    public final Jdk jdk() {
        return jdk;
    }

    public final Setup setup() {
        return setup;
    }

    /** Copies the unpacked server, and configures it. */
    protected abstract void install() throws IOException, InterruptedException;

    /** What starts it in the foreground, with the application or without. */
    protected abstract List<String> command() throws IOException;

    /** Besides those of this process. */
    protected Map<String, String> environment() {
        Map<String, String> secrets = new HashMap<>();
        configuration().forEach((key, value) -> {
            if (isSecret(key)) {
                secrets.put(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value);
            }
        });
        return secrets;
    }

    /** Returns when the application has been started; it need not be ready. */
    public abstract void deploy(Path war) throws IOException, InterruptedException;

    public abstract void undeploy() throws IOException, InterruptedException;

    /** Whether the application can be taken away and put back while the server runs. */
    public boolean canRedeploy() {
        return true;
    }

    /** Whether the server itself lets go of an application that was taken away. */
    public boolean forgetsApplications() {
        return true;
    }

    public abstract URI base();

    /** The port with TLS, where there is one. */
    public abstract URI secureBase();

    /** Where the log is that the page of this server speaks of. */
    public Path log() {
        return setup.home().resolve("console.log");
    }

    /** Where the server answers {@code /health/ready}. */
    public URI health() {
        return base();
    }

    /** The shipped file as the server wants to have it. */
    public static Path war() {
        return Path.of("target/escriba.war").toAbsolutePath();
    }

    /** Installs, starts, deploys and waits until it is ready. */
    public final void start() throws IOException, InterruptedException {
        Files.createDirectories(setup.temporary());
        install();
        boot();
    }

    /** As {@link #start()}, when it is installed. The time is that until it is ready. */
    public final void boot() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(setup.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        setup.home().resolve("console.log").toFile()));
        builder.environment().putAll(environment());
        process = builder.start();
        deploy(war());
        await("ready", this::isReady);
        startUp = Duration.ofNanos(System.nanoTime() - begin);
    }

    /** From the command to the first request that is served. */
    public final Duration startUp() {
        return startUp;
    }

    public final boolean isReady() {
        return status(health().resolve("/health/ready")) == 200;
    }

    /** The status of a GET; 0 where nobody answers. */
    protected static int status(URI address) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofSeconds(20))
                                    .GET()
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException nobody) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits; fails when the server ends or takes too long. */
    protected final void await(String what, BooleanSupplier condition) throws InterruptedException {
        boolean[] reached = {false};
        Await.isReached(PATIENCE, () -> {
            reached[0] = condition.getAsBoolean();
            return reached[0] || !process.isAlive();
        });
        if (!reached[0]) {
            throw new AssertionError(name + " is not " + what + ", see " + setup.home());
        }
    }

    /** The JVM: the process itself, or the one that its start script has started. */
    public final long pid() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(one -> one.info().command().orElse("").endsWith("/java"))
                .filter(one -> isServer(one.pid()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no JVM"))
                .pid();
    }

    /** Whether that JVM is the server, and no launcher. */
    protected boolean isServer(long pid) {
        return true;
    }

    /** Of /proc/pid/status, in bytes. */
    public final long memory(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Asks it to stop, as an operator does, and waits until it has. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        try {
            stop();
            for (ProcessHandle one : all) {
                one.onExit().get(90, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            all.forEach(ProcessHandle::destroyForcibly);
            throw new AssertionError(name + " does not stop", e);
        }
    }

    /** By default a signal to the JVM. */
    protected void stop() throws IOException, InterruptedException {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    }

    /** Runs a tool of the server to its end; what it printed. It must succeed. */
    protected final String run(List<String> command) throws IOException, InterruptedException {
        Path log = setup.home().resolve("tools.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(setup.home().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment());
        Process tool = builder.start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = tool.waitFor();
        Files.writeString(
                log,
                command.get(0) + "\n" + output,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
        if (exit != 0) {
            throw new AssertionError(name + ": " + command + " ended with " + exit + ": " + output);
        }
        return output;
    }

    /** A fresh copy of what the build has unpacked, below the home. */
    protected final Path copy(String unpacked) throws IOException {
        Path from = Path.of("target/servers").resolve(unpacked).toAbsolutePath();
        Path to = setup.home().resolve("server");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                    // zip files carry it, the build's unpacking does not keep it
                    if (file.getParent().endsWith("bin") && !file.toString().endsWith(".jar")) {
                        copy.toFile().setExecutable(true);
                    }
                }
            }
        }
        return to;
    }

    /** A file of {@code server-config}. */
    protected static Path config(String file) {
        return Path.of("server-config").resolve(file).toAbsolutePath();
    }

    /** An artifact that the build has resolved. */
    protected static Path artifact(String property) {
        return Optional.ofNullable(System.getProperty(property))
                .map(Path::of)
                .orElseThrow(() -> new AssertionError(property + " is not set by the build"));
    }

    /** All but what is secret, which is in the {@link #environment}, as the pages say: some servers write their options into their log. */
    protected final List<String> systemProperties() {
        List<String> options = new ArrayList<>();
        configuration().forEach((key, value) -> {
            if (!isSecret(key)) {
                options.add("-D" + key + "=" + value);
            }
        });
        options.add("-Djava.io.tmpdir=" + setup.temporary());
        return options;
    }

    private Map<String, String> configuration() {
        Map<String, String> properties = new LinkedHashMap<>(setup.properties());
        setup.database().ifPresent(database -> {
            properties.put("escriba.database.url", database.url());
            properties.put("escriba.database.user", database.user());
            properties.put("escriba.database.password", database.password());
        });
        return properties;
    }

    private static boolean isSecret(String key) {
        return key.matches(".*(key|secret|password|pepper)");
    }

    protected static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
