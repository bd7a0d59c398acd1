package dev.escriba.eval.service;

import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Resident memory over minutes of load in all languages; only with {@code -Describa.soak.minutes=30}. */
public final class Soak implements Section {

    private static final int CLIENTS = 4;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    @Override
    public void write(Report report, Settings settings) throws Exception {
        if (settings.soakMinutes() == 0) {
            return;
        }
        report.heading("Soak");
        report.text(CLIENTS + " clients send recordings of 10 s in all languages in turns, " + settings.soakMinutes()
                + " minutes.");
        List<Path> files = new ArrayList<>();
        for (String language : settings.languages()) {
            for (float[] recording : TestRecordings.tenSeconds(settings, language)) {
                files.add(TestRecordings.mp3(recording));
            }
        }
        Collections.shuffle(files, new java.util.Random(1));
        Table table = new Table("minute", "requests", "resident MB", "largest MB");
        try (Server server = Server.start(files)) {
            long start = System.nanoTime();
            for (int minute = 1; minute <= settings.soakMinutes(); minute++) {
                int requests = 0;
                while (System.nanoTime() - start < minute * MINUTE_NANOS) {
                    requests += Load.of(files, CLIENTS, server::transcribe)
                            .latencies()
                            .size();
                }
                table.row(minute, requests, server.resident(), server.peak());
                System.out.println("minute " + minute + ": " + server.resident() + " MB resident");
            }
            report.finding(settings.soakMinutes() + " minutes of load: " + server.peak() + " MB resident at most.");
        }
        report.table(table);
    }
}
