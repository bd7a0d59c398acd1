package dev.escriba.it.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Waits for conditions. */
public final class Await {

    private Await() {}

    /** A condition. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void until(String what, Duration most, Condition condition) throws Exception {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no " + what + " within " + most);
            }
            Thread.sleep(100);
        }
    }

    /** The results of many clients that send the same request at the same time. */
    public static <T> List<T> atOnce(int clients, Callable<T> request) throws Exception {
        return atOnce(Collections.nCopies(clients, request));
    }

    /** The same for clients with different requests. */
    public static <T> List<T> atOnce(List<Callable<T>> requests) throws Exception {
        int clients = requests.size();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            CyclicBarrier start = new CyclicBarrier(clients);
            List<Future<T>> answers = new ArrayList<>();
            for (Callable<T> request : requests) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return request.call();
                }));
            }
            List<T> all = new ArrayList<>();
            for (Future<T> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }
}
