package dev.escriba.eval.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time of a process so far, as Linux counts it, in hundredths of a second.
 *
 * @param own CPU time of all of its threads, also the ended ones
 * @param children CPU time of its ended children
 * @param threads CPU time of its running threads, by name
 */
public record ProcessCost(double own, double children, Map<String, Double> threads) {

    private static final double TICKS_A_SECOND = 100;

    public static ProcessCost of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        List<String> all = stat(process.resolve("stat"));
        Map<String, Double> threads = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            for (Path task : tasks.toList()) {
                try {
                    String name = Files.readString(task.resolve("comm")).strip();
                    List<String> fields = stat(task.resolve("stat"));
                    threads.merge(kind(name), seconds(fields, 11) + seconds(fields, 12), Double::sum);
                } catch (IOException ended) {
                    // the thread ended after it was listed
                }
            }
        }
        return new ProcessCost(
                seconds(all, 11) + seconds(all, 12), seconds(all, 13) + seconds(all, 14), Map.copyOf(threads));
    }

    /** The fields after the name, which may contain spaces and brackets. */
    private static List<String> stat(Path file) throws IOException {
        String line = Files.readString(file);
        return List.of(line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1));
    }

    private static double seconds(List<String> fields, int index) {
        return Long.parseLong(fields.get(index)) / TICKS_A_SECOND;
    }

    private static String kind(String thread) {
        if (thread.matches("C[12] CompilerThre.*")) {
            return "compiler of the JVM";
        }
        if (thread.matches("(GC |G1 |VM |Parallel|Concurrent ).*")) {
            return "garbage collection and the like";
        }
        if (thread.startsWith("http-thread")) {
            return "requests: HTTP, database, cutting";
        }
        if (thread.startsWith("concurrent/")) {
            return "recognition";
        }
        if (thread.startsWith("process reaper") || thread.startsWith("escriba-media")) {
            return "watching ffmpeg";
        }
        return thread.replaceFirst("[-# ]*\\d.*$", "");
    }

    public double total() {
        return own + children;
    }

    ProcessCost since(ProcessCost before) {
        Map<String, Double> used = new TreeMap<>();
        threads.forEach((name, seconds) -> used.put(name, seconds - before.threads.getOrDefault(name, 0.0)));
        return new ProcessCost(own - before.own, children - before.children, used);
    }
}
