package dev.escriba.fuzz;

import dev.escriba.it.support.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs many cases with several clients at once. Cases with a wrong answer are kept in {@code target/fuzz}. */
public final class FuzzRun {

    private static final int CLIENTS = 3;
    private static final Path KEPT = Path.of("target/fuzz");

    private final String name;
    private final FuzzTarget target;
    private final long seed;
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final List<String> objections = new ArrayList<>();

    private FuzzRun(String name, FuzzTarget target, long seed) {
        this.name = name;
        this.target = target;
        this.seed = seed;
    }

    /** Damaged recordings in valid requests. */
    public static FuzzRun media(Service service, long seed) {
        return new FuzzRun("media", new MediaTarget(service), seed);
    }

    /** Damaged requests, from the first line to the last byte of the body. */
    public static FuzzRun requests(Service service, long seed) {
        return new FuzzRun("requests", new RequestTarget(service), seed);
    }

    /** Runs the given number of further cases. May be called again. */
    public FuzzRun cases(int first, int count) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        AtomicInteger next = new AtomicInteger(first);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                work.add(clients.submit(() -> {
                    for (int n = next.getAndIncrement(); n < first + count; n = next.getAndIncrement()) {
                        one(n);
                    }
                }));
            }
            for (Future<?> client : work) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
        return this;
    }

    private void one(int number) {
        // large factors, because generators with similar seeds begin with similar numbers
        byte[] input = target.input(new Random(seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L));
        FuzzTarget.Outcome outcome = target.send(input);
        synchronized (this) {
            kinds.merge(outcome.kind(), 1, Integer::sum);
            outcome.objection().ifPresent(objection -> objections.add(kept(number, input) + ": " + objection));
        }
    }

    private String kept(int number, byte[] input) {
        try {
            return Files.write(Files.createDirectories(KEPT).resolve(name + "-" + seed + "-" + number), input)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of cases by result. */
    public Map<String, Integer> kinds() {
        return kinds;
    }

    /** The wrong answers. */
    public List<String> objections() {
        return objections;
    }
}
