package dev.escriba.eval.service;

import dev.escriba.eval.Figures;
import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How long a recording of ten seconds takes beside an hour's recording of another caller; in a quick run, beside ten
 * minutes.
 */
public final class BesideAnHour implements Section {

    private static final int MINUTE = 60;
    private static final long PAUSE_MILLIS = 200;

    @Override
    public void write(Report report, Settings settings) throws Exception {
        int minutes = settings.quick() ? 10 : 60;
        report.heading("Ten seconds beside an hour");
        report.text("An mp3 of 10 s sent again and again by one client while " + minutes
                + " minutes of the same language are transcribed, against the same alone.");
        Table table = new Table("", "requests", "p50 s", "p95 s", "longest s", "the long one, s");
        for (String language : settings.languages()) {
            List<Path> files = new ArrayList<>();
            for (float[] recording : TestRecordings.tenSeconds(settings, language)) {
                files.add(TestRecordings.mp3(recording));
            }
            Path recording = TestRecordings.lasting(minutes * MINUTE, settings, language);
            try (Server server = Server.start(files)) {
                List<Double> alone = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    alone.add(latency(server, files.get(i % files.size())));
                }
                long start = System.nanoTime();
                CompletableFuture<Double> whole = CompletableFuture.supplyAsync(() -> {
                    try {
                        server.transcribe(recording);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    return (System.nanoTime() - start) / 1e9;
                });
                List<Double> beside = new ArrayList<>();
                while (!whole.isDone()) {
                    // the pace of a client
                    Thread.sleep(PAUSE_MILLIS);
                    beside.add(latency(server, files.get(beside.size() % files.size())));
                }
                row(table, language + ", alone", alone, Double.NaN);
                row(table, language + ", beside " + minutes + " minutes", beside, whole.get());
                report.finding("A 10 s recording beside " + minutes + " minutes, " + language + ": p50 "
                        + Table.number(Figures.median(beside)) + " s, alone " + Table.number(Figures.median(alone))
                        + " s.");
            }
        }
        report.table(table);
    }

    private static double latency(Server server, Path file) throws Exception {
        long start = System.nanoTime();
        server.transcribe(file);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void row(Table table, String name, List<Double> latencies, double hour) {
        table.row(
                name,
                latencies.size(),
                Figures.percentile(latencies, 50),
                Figures.percentile(latencies, 95),
                Figures.percentile(latencies, 100),
                hour);
    }
}
