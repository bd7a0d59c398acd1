package dev.escriba.schedule.control;

import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is done again and again while the application runs. Each job has a thread of its own, because the pools that servers have for this by default
 * are of one thread, and a long job would hold up one that must not wait. One failure, of the database say, does not end a job.
 */
@ApplicationScoped
public class Schedule {

    private static final Logger LOG = Logger.getLogger(Schedule.class.getName());
    private static final Duration MAX_STOP_TIME = Duration.ofSeconds(10);

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    /** Of all jobs together. */
    Duration longestStop = MAX_STOP_TIME;

    private final List<Thread> running = new ArrayList<>();
    private final Object bell = new Object();
    private boolean stopped;

    /**
     * Begins a job.
     *
     * @param key of the configuration that the interval came from, for the error where it is not positive
     * @param interval from the end of one run to the beginning of the next
     * @param delay before the first
     */
    public void every(String key, Duration interval, Duration delay, Runnable job) {
        if (interval.isZero() || interval.isNegative()) {
            throw new WrongSetting(key, interval, "Set it to a duration that is longer than PT0S.");
        }
        Thread thread = threads.newThread(() -> {
            for (Duration wait = delay; !stoppedWithin(wait); wait = interval) {
                safely(key, job);
            }
        });
        thread.setName(key);
        running.add(thread);
        thread.start();
    }

    /** Waits; whether the application stopped meanwhile. */
    private boolean stoppedWithin(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        synchronized (bell) {
            for (long left = end - System.nanoTime(); !stopped && left > 0; left = end - System.nanoTime()) {
                try {
                    bell.wait(left / 1_000_000 + 1);
                } catch (InterruptedException serverStops) {
                    return true;
                }
            }
            return stopped;
        }
    }

    private static void safely(String key, Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, e, () -> "The job of " + key + " failed and will be tried again");
        }
    }

    /** Waits for what is being done, 10 seconds for all of it. Never by an interrupt: that would close an embedded database for everybody. */
    @PreDestroy
    void stop() {
        synchronized (bell) {
            stopped = true;
            bell.notifyAll();
        }
        long end = System.nanoTime() + longestStop.toNanos();
        try {
            for (Thread thread : running) {
                TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
