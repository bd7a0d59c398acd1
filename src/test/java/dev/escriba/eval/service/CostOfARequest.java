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

/** The parts of the processor time of a ten-second request. */
public final class CostOfARequest implements Section {

    private static final int REQUESTS = 100;

    /** The JIT has compiled most code after this time. */
    private static final int WARM_UP = 200;

    /** The number of requests in a turn; requests and the engine alone take turns. */
    private static final int TURN = 10;

    private static final double MIN_MILLIS = 1;

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
                + " requests after " + WARM_UP
                + " to warm up, by the threads and children that used them; in turns with the engine alone in"
                + " another process. The JVM goes on compiling for more than a thousand requests, ever less.");
        try (Engines engines = new Engines()) {
            Steps steps = new Steps(engines, recordings);
            compare(files, steps, report, language);
            steps(recordings.get(0), steps, report, settings.rounds());
        }
    }

    private static void compare(List<Path> files, Steps steps, Report report, String language) throws Exception {
        ProcessCost cost;
        double engine = 0;
        try (Server server = Server.start(repeated(files, WARM_UP))) {
            steps.engine(WARM_UP / 4);
            ProcessCost before = server.cost();
            for (int turn = 0; turn < REQUESTS / TURN; turn++) {
                for (Path file : repeated(files, TURN)) {
                    server.transcribe(file);
                }
                engine += steps.engine(TURN) * TURN / REQUESTS;
            }
            cost = server.cost().since(before);
        }
        Table table = new Table("", "ms", "share in %");
        row(table, "ffmpeg process", cost.children(), cost);
        double named = 0;
        for (Map.Entry<String, Double> thread : cost.threads().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList()) {
            if (millis(thread.getValue()) >= MIN_MILLIS) {
                row(table, thread.getKey(), thread.getValue(), cost);
                named += thread.getValue();
            }
        }
        row(table, "other threads", cost.own() - named, cost);
        row(table, "**together**", cost.total(), cost);
        table.row("engine alone", engine, 100 * engine / millis(cost.total()));
        report.table(table);
        report.finding(String.format(
                "A 10 s request, %s, takes %s ms of the processor; ffmpeg %s of them; the engine alone takes %s ms for the same recording.",
                language,
                Table.number(millis(cost.total())),
                Table.number(millis(cost.children())),
                Table.number(engine)));
    }

    private static void row(Table table, String name, double seconds, ProcessCost cost) {
        table.row(name, millis(seconds), 100 * seconds / cost.total());
    }

    private static void steps(float[] recording, Steps steps, Report report, int rounds) throws Exception {
        report.text("Steps by themselves, in another process, for one recording of 10 s.");
        Table table = new Table("", "ms", "of it in the process that starts ffmpeg");
        steps.cutting(TURN * rounds);
        table.row("level, detection of speech and cutting", steps.cutting(TURN * rounds), "");
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
