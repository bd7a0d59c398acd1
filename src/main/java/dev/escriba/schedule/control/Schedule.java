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
 * Runs jobs at intervals while the application runs. Each job has a thread of its own: the scheduled pools of many
 * servers have one thread by default, and there a long job would delay an urgent one. A job that fails runs again after
 * its interval.
 */
@ApplicationScoped
public class Schedule {

    private static final Logger LOG = Logger.getLogger(Schedule.class.getName());
    private static final Duration MAX_STOP_TIME = Duration.ofSeconds(10);

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    /** Time for all jobs together to end. */
    Duration longestStop = MAX_STOP_TIME;

    private final List<Thread> running = new ArrayList<>();
    private final Object monitor = new Object();
    private boolean stopped;

    /**
     * Starts a job.
     *
     * @param key configuration key of the interval; also the name of the thread
     * @param interval from the end of one run to the start of the next
     * @param delay before the first run
     * @throws WrongSetting if the interval is not positive
     */
    public void every(String key, Duration interval, Duration delay, Runnable job) {
        if (interval.isZero() || interval.isNegative()) {
            throw new WrongSetting(key, interval, "Set it to a duration that is longer than PT0S.");
        }
        Thread thread = threads.newThread(() -> {
            for (Duration wait = delay; !stoppedWithin(wait); wait = interval) {
                runAndLogFailure(key, job);
            }
        });
        thread.setName(key);
        running.add(thread);
        thread.start();
    }

    /**
     * Waits for this time.
     *
     * @return whether the application stopped meanwhile
     */
    private boolean stoppedWithin(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        synchronized (monitor) {
            for (long left = end - System.nanoTime(); !stopped && left > 0; left = end - System.nanoTime()) {
                try {
                    monitor.wait(left / 1_000_000 + 1);
                } catch (InterruptedException serverStops) {
                    return true;
                }
            }
            return stopped;
        }
    }

    /** Whether the application stops. A long job asks it between its steps, and ends early. */
    public boolean isStopped() {
        synchronized (monitor) {
            return stopped;
        }
    }

    private static void runAndLogFailure(String key, Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, e, () -> "The job of " + key + " failed and will be tried again");
        }
    }

    /**
     * Waits up to 10 seconds in total for running jobs. It does not interrupt them: an interrupt would close an
     * embedded database for all its users.
     */
    @PreDestroy
    void stop() {
        synchronized (monitor) {
            stopped = true;
            monitor.notifyAll();
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
