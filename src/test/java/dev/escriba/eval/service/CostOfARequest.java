package dev.escriba.eval.service;

import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.eval.engine.Engines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Where the processor time of a ten-second request goes. */
public final class CostOfARequest implements Section {

    private static final int REQUESTS = 100;

    /** It takes this long until the JVM has compiled what it will. */
    private static final int WARM_UP = 200;

    private static final int LEAST_MILLIS = 1;

    @Override
    public void write(Report report, Settings settings) throws Exception {
        String language = settings.languages().get(0);
        List<float[]> recordings = TestRecordings.tenSeconds(settings, language);
        List<Path> files = new ArrayList<>();
        for (float[] recording : recordings) {
            files.add(TestRecordings.mp3(recording));
        }
        report.heading("Where the time of a ten-second request goes");
        report.text("Milliseconds of the processor for each mp3 of 10 s, " + language + ", one client, " + REQUESTS
                + " requests, by the threads and children that used them.");
        double server = server(files, report);
        report.text("The steps by themselves, in another process, for one recording of 10 s.");
        double engine = steps(recordings, report, settings.rounds());
        report.finding(String.format(
                "Of %s ms of the processor for a 10 s request (%s), the engine has %s.",
                Table.number(server), language, Table.number(engine)));
    }

    private static double server(List<Path> files, Report report) throws Exception {
        ProcessCost cost;
        try (Server server = Server.start(repeated(files, WARM_UP))) {
            ProcessCost before = server.cost();
            for (Path file : repeated(files, REQUESTS)) {
                server.transcribe(file);
            }
            cost = server.cost().since(before);
        }
        Table table = new Table("", "ms");
        table.row("ffmpeg processes, twice a request", millis(cost.children()));
        double named = 0;
        for (Map.Entry<String, Double> thread : cost.threads().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList()) {
            if (millis(thread.getValue()) >= LEAST_MILLIS) {
                table.row(thread.getKey(), millis(thread.getValue()));
                named += thread.getValue();
            }
        }
        table.row("other threads", millis(cost.own() - named));
        table.row("**together**", millis(cost.total()));
        report.table(table);
        return millis(cost.total());
    }

    private static double steps(List<float[]> recordings, Report report, int rounds) throws Exception {
        Table table = new Table("", "ms", "of it in the process that starts ffmpeg");
        double whole;
        try (Engines engines = new Engines()) {
            Steps steps = new Steps(engines, 40 + 10 * rounds);
            steps.engine(recordings);
            whole = steps.engine(recordings);
            table.row("engine: all of it, language detected", whole, "");
            table.row("engine: level, detection of speech and cutting", steps.cutting(recordings), "");
        }
        float[] recording = recordings.get(0);
        row(table, "ffmpeg: start and end (`-version`)", Steps.start(rounds));
        row(table, "ffmpeg: looking into an mp3", Steps.probe(TestRecordings.mp3(recording), rounds));
        for (Path file : List.of(
                TestRecordings.encoded(recording, "wav"),
                TestRecordings.mp3(recording),
                TestRecordings.encoded(recording, "m4a", "-c:a", "aac", "-b:a", "48k"),
                TestRecordings.encoded(recording, "webm", "-c:a", "libopus", "-b:a", "32k"))) {
            String name = file.toString();
            row(table, "ffmpeg: decoding a " + name.substring(name.lastIndexOf('.') + 1), Steps.decode(file, rounds));
        }
        report.table(table);
        return whole;
    }

    private static void row(Table table, String name, Steps.Cost cost) {
        table.row(name, cost.here() + cost.children(), cost.here());
    }

    private static List<Path> repeated(List<Path> files, int times) {
        List<Path> many = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            many.add(files.get(i % files.size()));
        }
        return many;
    }

    private static double millis(double seconds) {
        return 1000 * seconds / REQUESTS;
    }
}
