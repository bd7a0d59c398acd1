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
 * An unchanged application server in its own directory. It is configured with the files of {@code server-config} as the
 * page there says, and listens on loopback. Use it from one thread.
 */
public abstract class AppServer implements AutoCloseable {

    /** Long, for a busy machine. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(5);

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

    /** The name of the server in tables. */
    public final String name() {
        return name;
    }

    /** The JDK that runs the server. */
    public final Jdk jdk() {
        return jdk;
    }

    public final Setup setup() {
        return setup;
    }

    /** Copies the unpacked server and configures it. */
    protected abstract void install() throws IOException, InterruptedException;

    /** The command that starts the server in the foreground, with or without the application. */
    protected abstract List<String> command() throws IOException;

    /** Environment variables, added to those of this process. */
    protected Map<String, String> environment() {
        Map<String, String> secrets = new HashMap<>();
        configuration().forEach((key, value) -> {
            if (isSecret(key)) {
                secrets.put(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value);
            }
        });
        return secrets;
    }

    /** Deploys the application. Returns when it has started; it may not be ready yet. */
    public abstract void deploy(Path war) throws IOException, InterruptedException;

    public abstract void undeploy() throws IOException, InterruptedException;

    /** Whether the application can be undeployed and deployed while the server runs. */
    public boolean canRedeploy() {
        return true;
    }

    /** Whether the server itself releases the classes of an undeployed application. */
    public boolean forgetsApplications() {
        return true;
    }

    /** Whether this body is a page of the server that no setting changes. It does not name the server. */
    public boolean hasBarePage(String body) {
        return false;
    }

    /** Whether readiness says so when a running application is taken away. */
    public boolean missesItsApplication() {
        return true;
    }

    public abstract URI base();

    /** The port with TLS, if the setup has one. */
    public abstract URI secureBase();

    /** The log file that the page of this server names. */
    public Path log() {
        return setup.home().resolve("console.log");
    }

    /** The address at which the server answers {@code /health/ready}. */
    public URI health() {
        return base();
    }

    /** The shipped WAR in the form that the server needs. */
    public static Path war() {
        return Path.of("target/escriba.war").toAbsolutePath();
    }

    /** Installs and starts the server, deploys the application and waits until it is ready. */
    public final void start() throws IOException, InterruptedException {
        Files.createDirectories(setup.temporary());
        install();
        boot();
    }

    /** As {@link #start()}, for an installed server. Returns the time until the application is ready. */
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

    /** The time from the command to the first answered request. */
    public final Duration startUp() {
        return startUp;
    }

    public final boolean isReady() {
        return status(health().resolve("/health/ready")) == 200;
    }

    /** The status of a GET; 0 without an answer. */
    protected static int status(URI address) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofSeconds(20))
                                    .GET()
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException noAnswer) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the condition. Fails if the server ends or takes too long. */
    protected final void await(String what, BooleanSupplier condition) throws InterruptedException {
        boolean[] reached = {false};
        Await.isReached(MAX_WAIT, () -> {
            reached[0] = condition.getAsBoolean();
            return reached[0] || !process.isAlive();
        });
        if (!reached[0]) {
            throw new AssertionError(name + " is not " + what + ", see " + setup.home());
        }
    }

    /** The JVM: the process itself, or the child process of its start script. */
    public final long pid() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(one -> one.info().command().orElse("").endsWith("/java"))
                .filter(one -> isServer(one.pid()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no JVM"))
                .pid();
    }

    /** Whether that JVM is the server and not a launcher. */
    protected boolean isServer(long pid) {
        return true;
    }

    /** A value of /proc/pid/status, in bytes. */
    public final long memory(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Stops the server as an operator does and waits for its end. */
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

    /** Requests the stop; by default with a signal to the JVM. */
    protected void stop() throws IOException, InterruptedException {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    }

    /** Runs a tool of the server to its end and returns its output. The tool has to succeed. */
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

    /** Makes a new copy of the unpacked server below the home directory. */
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
                    // zip files have the executable permission, but the build unpacks files without it
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

    /** The file of an artifact that the build has resolved. */
    protected static Path artifact(String property) {
        return Optional.ofNullable(System.getProperty(property))
                .map(Path::of)
                .orElseThrow(() -> new AssertionError(property + " is not set by the build"));
    }

    /**
     * All properties that are not secret. Secrets are in the {@link #environment}, as the pages say, because some
     * servers log their options.
     */
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
