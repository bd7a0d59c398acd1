package dev.escriba.eval.service;

import dev.escriba.eval.Figures;
import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.eval.engine.Engines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ten-second recordings over HTTP, from 1, 4 and 16 clients, in turns with the engine alone on the same recordings. */
public final class TenSecondRequests implements Section {

    private static final List<Integer> CLIENTS = List.of(1, 4, 16);
    private static final int MAX_CLIENTS = 16;
    private static final double AUDIO = 10;
    private static final int REQUESTS = 48;

    /** The measurements of one contender, round by round. */
    private record Measured(List<Double> latencies, List<Double> throughput, List<Double> cpu) {
        Measured() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(Load load, double cpuSeconds) {
            latencies.addAll(load.latencies());
            throughput.add(REQUESTS / load.seconds());
            cpu.add(cpuSeconds / REQUESTS);
        }
    }

    @Override
    public void write(Report report, Settings settings) throws Exception {
        report.heading("Ten-second recordings over HTTP");
        report.text(
                "mp3 of 10 s, sent to the uber-jar (`" + Server.HEAP
                        + "`) one after the other by each client, the language unknown to it. In turns with the engine alone in another process, on the same"
                        + " recordings, decoded beforehand, as many at a time as the service takes. " + REQUESTS
                        + " of them a round, " + settings.rounds()
                        + " rounds. CPU is that of the server with its ffmpeg processes; the clients run on the same cores. Aimed at: p50 of 0.35 s at most alone, 5 % of throughput lost at most.");
        try (Engines engines = new Engines()) {
            for (String language : settings.languages()) {
                language(language, engines, report, settings);
            }
        }
    }

    private static void language(String language, Engines engines, Report report, Settings settings) throws Exception {
        List<float[]> samples = repeated(TestRecordings.tenSeconds(settings, language));
        List<Path> files = new ArrayList<>();
        for (float[] recording : samples) {
            files.add(TestRecordings.mp3(recording));
        }
        Map<Integer, Measured> http = new LinkedHashMap<>();
        CLIENTS.forEach(clients -> http.put(clients, new Measured()));
        Measured alone = new Measured();
        List<Double> lost = new ArrayList<>();
        long peak;
        try (Server server = Server.start(files)) {
            for (int round = 0; round <= settings.rounds(); round++) {
                boolean counts = round > 0;
                double cpu = ownCpu();
                Load engine = Load.of(
                        samples,
                        2 * Engines.cores(),
                        recording -> Engines.recognize(engines.onAllCores(), recording, engines.languages()));
                if (counts) {
                    alone.add(engine, ownCpu() - cpu);
                }
                for (int clients : CLIENTS) {
                    double before = server.cost().total();
                    Load load = Load.of(files, clients, server::transcribe);
                    if (counts) {
                        http.get(clients).add(load, server.cost().total() - before);
                        if (clients == MAX_CLIENTS) {
                            lost.add(1 - engine.seconds() / load.seconds());
                        }
                    }
                }
            }
            peak = server.peak();
        }
        report.text("**" + language + "**: largest resident memory of the server " + peak + " MB.");
        report.table(table(http, alone));
        double cpuLost = 1
                - Figures.median(alone.cpu())
                        / Figures.median(http.get(MAX_CLIENTS).cpu());
        report.finding(String.format(
                "A 10 s recording over HTTP, %s: p50 %s s alone; %d clients get %s requests a second; of the engine's throughput %s %% is"
                        + " lost by the clock, %s %% in CPU time.",
                language,
                Table.number(Figures.median(http.get(1).latencies())),
                MAX_CLIENTS,
                Table.number(Figures.median(http.get(MAX_CLIENTS).throughput())),
                Table.number(100 * Figures.median(lost)),
                Table.number(100 * cpuLost)));
    }

    private static Table table(Map<Integer, Measured> http, Measured alone) {
        Table table = new Table("", "p50 s", "p95 s", "p99 s", "requests a second", "CPU s each", "audio a CPU second");
        row(table, "engine alone", alone);
        http.forEach((clients, measured) -> row(table, clients + " client" + (clients == 1 ? "" : "s"), measured));
        return table;
    }

    private static void row(Table table, String name, Measured measured) {
        double cpu = Figures.median(measured.cpu());
        table.row(
                name,
                Figures.percentile(measured.latencies(), 50),
                Figures.percentile(measured.latencies(), 95),
                Figures.percentile(measured.latencies(), 99),
                Figures.median(measured.throughput()),
                cpu,
                AUDIO / cpu);
    }

    private static List<float[]> repeated(List<float[]> recordings) {
        List<float[]> many = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            many.add(recordings.get(i % recordings.size()));
        }
        return many;
    }

    private static double ownCpu() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }
}
