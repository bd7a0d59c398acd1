package dev.escriba.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The database of a service that is killed: its H2 file, or a PostgreSQL, which goes on.
 *
 * @param commits a number that changes with each commit
 */
record CrashDatabase(
        String url, String user, List<Path> commandFiles, List<String> jvm, Callable<Object> commits, Closeable server)
        implements AutoCloseable {

    static CrashDatabase of(String name, Path home) throws IOException {
        return switch (name) {
            case "h2" -> h2(home.resolve("data/escriba"));
            case "postgres" -> postgres(EmbeddedPostgres.start());
            default -> throw new IllegalArgumentException("escriba.crash.database must be h2 or postgres, not " + name);
        };
    }

    private static CrashDatabase h2(Path database) {
        Path file = Path.of(database + ".mv.db");
        return new CrashDatabase(
                "jdbc:h2:" + database,
                "",
                List.of(),
                List.of(),
                () -> Files.exists(file) ? Files.getLastModifiedTime(file) : file,
                () -> {});
    }

    private static CrashDatabase postgres(EmbeddedPostgres server) {
        String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
        return new CrashDatabase(
                url,
                "postgres",
                List.of(Path.of("server-config/payara-micro/postgresql.asadmin")),
                List.of(
                        "-Describa.database.url=" + url,
                        "-Describa.database.user=postgres",
                        "-Describa.database.password=postgres"),
                () -> written(url),
                server);
    }

    /** The position in the write-ahead log. */
    private static String written(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet position = statement.executeQuery("select pg_current_wal_flush_lsn()::text")) {
            position.next();
            return position.getString(1);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, "");
    }

    /** Fails unless these tables have no row. */
    void requireEmpty(String... tables) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                try (ResultSet count = statement.executeQuery("select count(*) from " + table)) {
                    count.next();
                    assertThat(count.getInt(1)).as(table).isZero();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
