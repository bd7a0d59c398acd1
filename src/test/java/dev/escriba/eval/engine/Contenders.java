package dev.escriba.eval.engine;

import dev.escriba.speech.embedded.EmbeddedEngine;
import dev.escriba.speech.model.SpeechModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The contenders: different ways to transcribe a list of recordings. */
final class Contenders {

    private Contenders() {}

    /** Processes that share the recordings. Each takes the next one. */
    static Contender node(List<NodeEngine> processes, List<float[]> recordings) throws IOException {
        for (NodeEngine process : processes) {
            for (float[] recording : recordings) {
                process.load(recording);
            }
        }
        return new Contender() {
            @Override
            public void round() throws Exception {
                Queue<float[]> left = new ConcurrentLinkedQueue<>(recordings);
                together(processes.stream()
                        .map(process -> (Callable<Void>) () -> {
                            for (float[] next = left.poll(); next != null; next = left.poll()) {
                                process.write(next);
                            }
                            return null;
                        })
                        .toList());
            }

            @Override
            public Duration cpu() {
                return processes.stream().map(NodeEngine::cpu).reduce(Duration.ZERO, Duration::plus);
            }
        };
    }

    /** A model in this process, on whole recordings, one after the other, on one thread. */
    static Contender model(SpeechModel model, List<float[]> recordings) {
        return here(() -> {
            for (float[] recording : recordings) {
                model.transcribe(recording);
            }
            return null;
        });
    }

    /** The embedded engine. Each caller sends one recording at a time. */
    static Contender engine(EmbeddedEngine engine, int callers, Set<String> languages, List<float[]> recordings) {
        return here(() -> {
            Queue<float[]> left = new ConcurrentLinkedQueue<>(recordings);
            Callable<Void> caller = () -> {
                for (float[] next = left.poll(); next != null; next = left.poll()) {
                    Engines.recognize(engine, next, languages);
                }
                return null;
            };
            together(java.util.Collections.nCopies(callers, caller));
            return null;
        });
    }

    private static Contender here(Callable<Void> round) {
        return new Contender() {
            @Override
            public void round() throws Exception {
                round.call();
            }

            @Override
            public Duration cpu() {
                return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            }
        };
    }

    private static void together(List<Callable<Void>> work) throws Exception {
        together(work, work.size());
    }

    /** Runs the work on the given number of threads, in order. */
    static <T> List<T> together(List<Callable<T>> work, int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
