package dev.escriba;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Holds the monitor of an object, as code can that sees the object. */
public final class HeldMonitor {

    private HeldMonitor() {}

    /** The result of the work on another thread, while this thread holds the monitor; fails where the work waits. */
    public static <T> T during(Object monitor, Callable<T> work) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            synchronized (monitor) {
                return other.submit(work).get(10, TimeUnit.SECONDS);
            }
        } finally {
            other.shutdownNow();
        }
    }
}
