package dev.escriba.eval.service;

import dev.escriba.Await;
import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.it.support.Service.Part;
import dev.escriba.storage.control.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The resident memory of the uber-jar: after its first and a later start, under 16 clients, after an hour's recording
 * (ten minutes in a quick run), and with the fast English model. Measured with the options of the documents, and with
 * none, as the build starts the service.
 */
public final class Memory implements Section {

    private static final int CLIENTS = 16;
    private static final int REQUESTS = 96;
    private static final int MINUTE = 60;
    private static final String FAST_ENGLISH = "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01";

    /** The JVM returns memory of native code every 5 s. */
    private static final Duration REST = Duration.ofSeconds(20);

    @Override
    public void write(Report report, Settings settings) throws Exception {
        int minutes = settings.quick() ? 10 : 60;
        report.heading("Memory");
        report.text(
                "Resident memory in MB, of the JVM alone: the largest one during each step, and that after a rest of "
                        + REST.toSeconds() + " s. The 16 clients send " + REQUESTS
                        + " mp3 of 10 s in all languages. Aimed at:"
                        + " 700 MB after a start, 900 MB under 16 clients and after an hour.");
        List<Path> files = new ArrayList<>();
        for (String language : settings.languages()) {
            for (float[] recording : TestRecordings.tenSeconds(settings, language)) {
                files.add(TestRecordings.mp3(recording));
            }
        }
        Collections.shuffle(files, new Random(1));
        Path hour = TestRecordings.lasting(
                minutes * MINUTE, settings, settings.languages().get(0));
        Table table = new Table("", "largest, jvm.options", "at rest", "largest, no options", "at rest");
        List<List<Long>> columns = new ArrayList<>();
        for (boolean withOptions : List.of(true, false)) {
            columns.addAll(steps(withOptions, files, hour));
        }
        List<String> names = List.of(
                "first start", "a later start", "16 clients", minutes + " minutes", "the fast English model as well");
        for (int step = 0; step < names.size(); step++) {
            table.row(
                    names.get(step),
                    columns.get(0).get(step),
                    columns.get(1).get(step),
                    columns.get(2).get(step),
                    columns.get(3).get(step));
        }
        report.table(table);
        report.finding("Resident at rest with `jvm.options`: " + columns.get(1).get(0) + " MB after the first start, "
                + columns.get(1).get(2) + " MB after 16 clients, "
                + columns.get(1).get(3) + " MB after " + minutes
                + " minutes; at most " + Collections.max(columns.get(0)) + " MB.");
    }

    /** The largest memory of each step, and the memory after it. */
    private static List<List<Long>> steps(boolean withOptions, List<Path> files, Path hour) throws Exception {
        Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target/bench")), "memory-")
                .toAbsolutePath();
        List<Long> largest = new ArrayList<>();
        List<Long> atRest = new ArrayList<>();
        try (MeasuredServer first = MeasuredServer.start(home, withOptions)) {
            rest(first, largest, atRest);
        }
        List<Path> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(files.get(i % files.size()));
        }
        try (MeasuredServer server = MeasuredServer.start(home, withOptions)) {
            rest(server, largest, atRest);
            Load.of(requests, CLIENTS, server::transcribe);
            rest(server, largest, atRest);
            server.transcribe(hour);
            rest(server, largest, atRest);
            for (Path file : files.subList(0, Math.min(3, files.size()))) {
                server.transcribe(file, Part.text("ModelId", FAST_ENGLISH));
            }
            rest(server, largest, atRest);
        }
        PrivateFiles.empty(home);
        Files.delete(home);
        return List.of(largest, atRest);
    }

    private static void rest(MeasuredServer server, List<Long> largest, List<Long> atRest) throws Exception {
        // what is measured is what the process gives back within this time
        Await.isReached(REST, () -> false);
        largest.add(server.memory("VmHWM"));
        atRest.add(server.memory("VmRSS"));
        server.forgetPeak();
    }
}
