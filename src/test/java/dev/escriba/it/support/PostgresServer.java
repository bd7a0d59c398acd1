package dev.escriba.it.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL with a database of an ordinary user. It can be killed and started again, on the same port and data. */
public final class PostgresServer implements AutoCloseable {

    public static final String USER = "escriba";
    public static final String PASSWORD = "not-asked-for-on-loopback";

    private final Path data;
    private final int port;
    private EmbeddedPostgres running;

    private PostgresServer(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    public static PostgresServer create(Path parent) throws IOException, SQLException {
        PostgresServer server =
                new PostgresServer(Files.createTempDirectory(parent, "postgresql-"), UberJar.freePort());
        server.start();
        try (Connection connection = server.running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + USER + " login password '" + PASSWORD + "'");
            statement.execute("create database escriba owner " + USER);
        }
        return server;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/escriba";
    }

    /** The data source of the application's user. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url());
        source.setUser(USER);
        source.setPassword(PASSWORD);
        return source;
    }

    public void start() throws IOException {
        running = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                // as in production: committed data survives a crash
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** Stops it as {@code pg_ctl stop -m immediate} does: it breaks all connections and writes no checkpoint. */
    public void cutOff() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        new ProcessBuilder("kill", "-QUIT", String.valueOf(postmaster.pid()))
                .inheritIO()
                .start()
                .waitFor();
        try {
            postmaster.onExit().get(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("PostgreSQL does not stop", e);
        }
        close();
    }

    /** Sends all of its processes a signal, such as STOP and CONT. */
    public void signal(String name) throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        for (ProcessHandle one :
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList()) {
            signal(one.pid(), name);
        }
    }

    /** Sends one process a signal. Returns whether the process exists. */
    public static boolean signal(long pid, String name) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** The process of a session that is in a transaction and has written, if there is one now. */
    public OptionalLong writingSession() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet session = statement.executeQuery("select pid from pg_stat_activity where usename = '" + USER
                        + "' and backend_xid is not null and pid <> pg_backend_pid()")) {
            return session.next() ? OptionalLong.of(session.getLong(1)) : OptionalLong.empty();
        }
    }

    private ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Processor time of its running processes. */
    public Duration processorTime() throws IOException {
        return Stream.concat(Stream.of(postmaster()), postmaster().descendants())
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
