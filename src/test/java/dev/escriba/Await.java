package dev.escriba;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;

/** Waits for conditions. This is the only place in the tests that polls. */
public final class Await {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration MAX_PAUSE = Duration.ofMillis(100);

    private Await() {}

    /** A condition that becomes true at some time. */
    public interface Condition<X extends Exception> {
        boolean holds() throws X;
    }

    /** Waits until the condition holds; fails after the given time. */
    public static <X extends Exception> void until(String what, Duration most, Condition<X> condition)
            throws X, InterruptedException {
        if (!isReached(most, condition)) {
            throw new AssertionError("no " + what + " within " + most);
        }
    }

    /** Waits until the condition holds, at most for the given time. Returns whether it holds. */
    public static <X extends Exception> boolean isReached(Duration most, Condition<X> condition)
            throws X, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        long pause = FIRST_PAUSE.toMillis();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, MAX_PAUSE.toMillis());
        }
        return true;
    }

    /** Fails unless the condition holds during the whole of the given time. */
    public static <X extends Exception> void holds(String what, Duration time, Condition<X> condition)
            throws X, InterruptedException {
        if (Await.<X>isReached(time, () -> !condition.holds())) {
            throw new AssertionError(what + " did not hold for " + time);
        }
    }

    /**
     * Reads a value at intervals until it has settled, at most for the given time.
     *
     * @param isSettled whether the reading before and the current one show that the value has settled
     * @return the last reading, settled or not
     */
    public static <T> T settled(Duration most, Duration interval, Callable<T> reading, BiPredicate<T, T> isSettled)
            throws Exception {
        long end = System.nanoTime() + most.toNanos();
        T before;
        T current = reading.call();
        do {
            Thread.sleep(interval.toMillis());
            before = current;
            current = reading.call();
        } while (!isSettled.test(before, current) && System.nanoTime() < end);
        return current;
    }

    /** Sends the same request from many clients at the same moment. Returns their answers. */
    public static <T> List<T> atOnce(int clients, Callable<T> request) throws Exception {
        return atOnce(Collections.nCopies(clients, request));
    }

    /** Sends the requests at the same moment, each from a client of its own. Returns their answers. */
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
