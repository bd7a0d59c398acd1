package dev.escriba.eval.service;

import dev.escriba.eval.Figures;
import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.eval.Transcriber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Time and memory for recordings of 10 s to an hour, over HTTP. */
public final class Lengths implements Section {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    /** Lengths in seconds, and the number of measurements of each. */
    private static Map<Integer, Integer> lengths(Settings settings) {
        Map<Integer, Integer> times = new LinkedHashMap<>();
        times.put(10, 2 * settings.rounds());
        times.put(MINUTE, settings.rounds());
        times.put(10 * MINUTE, settings.quick() ? 1 : 2);
        if (!settings.quick()) {
            times.put(HOUR, 1);
        }
        return times;
    }

    @Override
    public void write(Report report, Settings settings) throws Exception {
        report.heading("Growth with length");
        report.text(
                "Recordings made of all clips of a language, one after the other, again and again, as mp3, sent alone; medians, of the hour a single"
                        + " run. Resident memory is the largest since the recording was sent, of a server that has been started for this table. Aimed at: an hour below 60 s and 1.2 GB.");
        Table table = new Table(
                "",
                "seconds",
                "times real time",
                "CPU s",
                "audio a CPU second",
                "largest resident MB",
                "words in a loop");
        for (String language : settings.languages()) {
            try (Server server = Server.start(warmUp(settings, language))) {
                for (Map.Entry<Integer, Integer> length : lengths(settings).entrySet()) {
                    row(table, language, length.getKey(), length.getValue(), server, settings, report);
                }
            }
        }
        report.table(table);
    }

    private static List<Path> warmUp(Settings settings, String language) throws Exception {
        Path recording = TestRecordings.lasting(10, settings, language);
        return java.util.Collections.nCopies(10, recording);
    }

    private static void row(
            Table table, String language, int length, int times, Server server, Settings settings, Report report)
            throws Exception {
        Path recording = TestRecordings.lasting(length, settings, language);
        List<Double> seconds = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        int loop = 0;
        server.forgetPeak();
        for (int i = 0; i < times; i++) {
            double before = server.cost().total();
            long start = System.nanoTime();
            Transcriber.Transcript transcript = server.transcribe(recording);
            seconds.add((System.nanoTime() - start) / 1e9);
            cpu.add(server.cost().total() - before);
            loop = longestLoop(transcript.text());
        }
        double median = Figures.median(seconds);
        table.row(
                language + ", " + (length < MINUTE ? length + " s" : length / MINUTE + " min"),
                median,
                length / median,
                Figures.median(cpu),
                length / Figures.median(cpu),
                server.peak(),
                loop);
        if (length == HOUR) {
            report.finding("An hour, " + language + ", over HTTP: " + Table.number(median) + " s, " + server.peak()
                    + " MB resident at most.");
        }
    }

    /** The largest number of repetitions in a row of a sequence of one to eight words. */
    static int longestLoop(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("\\s+", -1);
        int longest = 1;
        for (int size = 1; size <= 8; size++) {
            int run = 0;
            for (int i = size; i < words.length; i++) {
                run = words[i].equals(words[i - size]) ? run + 1 : 0;
                longest = Math.max(longest, 1 + run / size);
            }
        }
        return longest;
    }
}
