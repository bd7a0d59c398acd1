package dev.escriba.eval.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.fuzz.FuzzChecks;
import dev.escriba.fuzz.ServerVitals;
import dev.escriba.it.support.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a server on PostgreSQL holds over minutes of load in all languages; only with {@code -Describa.soak.minutes=30}.
 * Every five minutes the load rests: memory, threads, file handles and connections are counted, and the books checked.
 */
public final class Soak implements Section {

    private static final int CLIENTS = 4;
    private static final int STEP = 5;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    @Override
    public void write(Report report, Settings settings) throws Exception {
        if (settings.soakMinutes() == 0) {
            return;
        }
        report.heading("Soak");
        report.text(CLIENTS + " clients send recordings of 10 s in all languages in turns to a server on PostgreSQL, "
                + settings.soakMinutes() + " minutes. Each run holds and costs money. A row is a rest after that many"
                + " minutes; live objects are those after a full garbage collection.");
        List<Path> files = new ArrayList<>();
        for (String language : settings.languages()) {
            for (float[] recording : TestRecordings.tenSeconds(settings, language)) {
                files.add(TestRecordings.mp3(recording));
            }
        }
        Collections.shuffle(files, new java.util.Random(1));
        Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target/bench")), "soak-")
                .toAbsolutePath();
        try (PostgresServer postgres = PostgresServer.create(home);
                Server server = SoakBooks.start(home, files, postgres)) {
            report.table(load(settings.soakMinutes(), files, server, postgres));
            report.finding(settings.soakMinutes() + " minutes of load: " + server.peak() + " MB resident at most.");
        }
    }

    private static Table load(int minutes, List<Path> files, Server server, PostgresServer postgres) throws Exception {
        Table table = new Table(
                "minute",
                "requests",
                "resident MB",
                "largest MB",
                "live MB",
                "threads",
                "file handles",
                "connections",
                "runs",
                "charged");
        SoakBooks books = SoakBooks.credited(server.service());
        ServerVitals first = server.vitals();
        row(table, 0, 0, server, first, postgres, books.check());
        for (int minute = STEP; minute <= minutes; minute += STEP) {
            AtomicInteger requests = new AtomicInteger();
            long end = System.nanoTime() + STEP * MINUTE_NANOS;
            while (System.nanoTime() < end) {
                Load.of(files, CLIENTS, file -> {
                    if (System.nanoTime() < end) {
                        server.transcribe(file);
                        requests.incrementAndGet();
                    }
                });
            }
            ServerVitals now = server.vitals();
            row(table, minute, requests.get(), server, now, postgres, books.check());
            FuzzChecks.requireNoLeak(first, now);
        }
        return table;
    }

    private static void row(
            Table table,
            int minute,
            int requests,
            Server server,
            ServerVitals vitals,
            PostgresServer postgres,
            SoakBooks.Sums sums)
            throws Exception {
        int connections = connections(postgres);
        assertThat(connections).as("connections").isLessThanOrEqualTo(SoakBooks.MAX_CONNECTIONS);
        table.row(
                minute,
                requests,
                vitals.residentMb(),
                server.peak(),
                vitals.liveKb() / 1024,
                vitals.threads(),
                vitals.descriptors(),
                connections,
                sums.runs(),
                sums.charged());
        System.out.println("minute " + minute + ": " + requests + " requests, " + vitals + ", " + connections
                + " connections, " + sums);
    }

    private static int connections(PostgresServer postgres) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from pg_stat_activity where usename = '"
                        + PostgresServer.USER + "' and pid <> pg_backend_pid()")) {
            count.next();
            return count.getInt(1);
        }
    }
}
