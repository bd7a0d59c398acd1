package dev.escriba.it.support;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The data that an earlier version of Escriba wrote to one kind of database, and the answers that it gave. See {@code
 * src/test/resources/upgrade/README.md}.
 *
 * @param directory {@code <date>/<h2 or postgres>} below {@code src/test/resources/upgrade}
 */
public record UpgradeSample(Path directory) {

    public static final String H2 = "h2";
    public static final String POSTGRES = "postgres";

    /** The price is 0.05 for the English sentence. A sample is made and continued with it. */
    public static final Map<String, String> PRICE =
            Map.of("escriba.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00.per-minute", "0.96");

    private static final Path ALL = Path.of("src/test/resources/upgrade");
    private static final String DATA = "data.zip";
    private static final String DUMP = "dump.sql";
    private static final String EXPECTED = "expected.json";
    private static final Duration AGE = Duration.ofHours(1);

    /** A sample that is to be kept. */
    public static UpgradeSample named(String date, String database) {
        return new UpgradeSample(ALL.resolve(date).resolve(database));
    }

    /** The newest sample of that kind of database. */
    public static UpgradeSample newest(String database) throws IOException {
        try (Stream<Path> dates = Files.list(ALL)) {
            return dates.map(date -> new UpgradeSample(date.resolve(database)))
                    .filter(sample -> Files.exists(sample.directory.resolve(EXPECTED)))
                    .max(Comparator.comparing(UpgradeSample::directory))
                    .orElseThrow(() -> new AssertionError("there is no sample of " + database + " below " + ALL));
        }
    }

    /** The keys of the sample, and the answers of the earlier version. */
    public JsonObject expected() {
        try (InputStream file = Files.newInputStream(directory.resolve(EXPECTED));
                JsonReader reader = Json.createReader(file)) {
            return reader.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks the data directory of a sample on H2. */
    public void unpack(Path data) throws IOException, SQLException {
        unzip(data);
        try (Connection database = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("escriba"), "", "")) {
            makeRecent(database);
        }
    }

    /** Unpacks the data directory of a sample on PostgreSQL, and fills an empty database. */
    public void unpack(Path data, PostgresServer postgres) throws IOException, SQLException {
        unzip(data);
        try (Connection database = postgres.dataSource().getConnection();
                Statement statement = database.createStatement()) {
            statement.execute(Files.readString(directory.resolve(DUMP)));
        }
        // on a new connection, because the dump changes settings of its session
        try (Connection database = postgres.dataSource().getConnection()) {
            makeRecent(database);
        }
    }

    private void unzip(Path data) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(directory.resolve(DATA)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = data.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    /**
     * The service deletes transcripts after 30 days and idempotency keys after one day. Those of the sample become an
     * hour old.
     */
    private static void makeRecent(Connection database) throws SQLException {
        Instant then = Instant.now().minus(AGE);
        long micros = then.getEpochSecond() * 1_000_000;
        for (String update : List.of(
                "update idempotent_request set claimed_at = " + micros,
                "update instance set transcript_stored_at = " + micros + " where transcript_stored_at is not null")) {
            try (Statement statement = database.createStatement()) {
                if (statement.executeUpdate(update) == 0) {
                    throw new AssertionError("no row: " + update);
                }
            }
        }
    }

    /** Keeps the data and the answers of a service on H2. The server must have ended. */
    public void keep(Path data, JsonObject expected) throws IOException {
        zip(data, List.of("node-id", "secrets/pepper", "escriba.mv.db"));
        write(expected);
    }

    /**
     * Keeps the data and the answers of a service on PostgreSQL. It runs {@code pg_dump}, which must be as new as the
     * database.
     */
    public void keep(Path data, JsonObject expected, PostgresServer postgres) throws IOException, InterruptedException {
        zip(data, List.of("node-id", "secrets/pepper"));
        write(expected);
        Path whole = Files.createTempFile("dump-", ".sql");
        Process dump = new ProcessBuilder(
                        "pg_dump",
                        "--inserts",
                        "--no-owner",
                        "--no-privileges",
                        "--no-comments",
                        "-d",
                        postgres.url().replace("jdbc:postgresql://", "postgresql://" + PostgresServer.USER + "@"))
                .redirectOutput(whole.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (dump.waitFor() != 0) {
            throw new IOException("pg_dump failed");
        }
        // lines that psql alone understands
        List<String> statements = new ArrayList<>(Files.readAllLines(whole));
        statements.removeIf(line -> line.startsWith("\\"));
        Files.write(directory.resolve(DUMP), statements);
        Files.delete(whole);
    }

    private void zip(Path data, List<String> files) throws IOException {
        Files.createDirectories(directory);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(directory.resolve(DATA)))) {
            for (String file : files) {
                zip.putNextEntry(new ZipEntry(file));
                Files.copy(data.resolve(file), zip);
                zip.closeEntry();
            }
        }
    }

    private void write(JsonObject expected) throws IOException {
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(Files.newOutputStream(directory.resolve(EXPECTED)))) {
            writer.writeObject(expected);
        }
    }

    @Override
    public String toString() {
        return ALL.relativize(directory).toString();
    }
}
