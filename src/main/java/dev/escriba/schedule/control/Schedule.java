package dev.escriba.schedule.control;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is done again and again while the application runs. One failure, of the database say, does not end it. */
@ApplicationScoped
public class Schedule {

    private static final Logger LOG = Logger.getLogger(Schedule.class.getName());

    @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
    ManagedScheduledExecutorService executor;

    private final List<ScheduledFuture<?>> jobs = new CopyOnWriteArrayList<>();

    /**
     * Begins a job.
     *
     * @param key of the configuration that the interval came from, for the error where it is not positive
     * @param interval from the end of one run to the beginning of the next
     * @param delay before the first
     */
    public void every(String key, Duration interval, Duration delay, Runnable job) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException(key + " must be positive, not " + interval);
        }
        jobs.add(executor.scheduleWithFixedDelay(
                () -> safely(key, job), delay.toMillis(), Math.max(1, interval.toMillis()), TimeUnit.MILLISECONDS));
    }

    private static void safely(String key, Runnable job) {
        try {
            job.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "The job of " + key + " failed and will be tried again");
        }
    }

    @PreDestroy
    void stop() {
        jobs.forEach(job -> job.cancel(false));
    }
}
