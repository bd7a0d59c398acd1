package dev.escriba.eval.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The results of clients that each sent recordings one after the other, at the same time.
 *
 * @param seconds from the first request to the last answer
 * @param latencies in seconds
 */
record Load(double seconds, List<Double> latencies) {

    /** Handles one recording. */
    @FunctionalInterface
    interface Client<T> {
        void send(T recording) throws Exception;
    }

    static <T> Load of(List<T> recordings, int clients, Client<T> client) throws Exception {
        Queue<T> left = new ConcurrentLinkedQueue<>(recordings);
        Callable<List<Double>> one = () -> {
            List<Double> latencies = new ArrayList<>();
            for (T next = left.poll(); next != null; next = left.poll()) {
                long start = System.nanoTime();
                client.send(next);
                latencies.add((System.nanoTime() - start) / 1e9);
            }
            return latencies;
        };
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            List<Double> latencies = new ArrayList<>();
            for (Future<List<Double>> future : threads.invokeAll(java.util.Collections.nCopies(clients, one))) {
                latencies.addAll(future.get());
            }
            return new Load((System.nanoTime() - start) / 1e9, latencies);
        } finally {
            threads.shutdownNow();
        }
    }
}
