package dev.escriba.health.control;

import dev.escriba.schedule.control.Schedule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * Detects a process that makes no progress: a job that should run every second has not run for a minute (no processor
 * time or no memory is left), or threads are deadlocked. The state of other systems does not matter.
 */
@ApplicationScoped
public class Heartbeat {

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    /** The search for deadlocks stops all threads for a moment, so it is not done at every beat. */
    private static final int BEATS_PER_DEADLOCK_CHECK = 15;

    @Inject
    Schedule schedule;

    private volatile long last = System.nanoTime();
    private volatile int deadlocked;
    private int beats;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        schedule.every("heartbeat", BEAT, BEAT, this::beat);
    }

    void beat() {
        last = System.nanoTime();
        if (beats++ % BEATS_PER_DEADLOCK_CHECK == 0) {
            long[] found = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
            deadlocked = found == null ? 0 : found.length;
        }
    }

    /** The reason why the process is not alive; empty if it is. */
    public Optional<String> fault() {
        if (System.nanoTime() - last > MAX_PAUSE.toNanos()) {
            return Optional.of("no heartbeat for a minute");
        }
        return deadlocked > 0 ? Optional.of(deadlocked + " threads are deadlocked") : Optional.empty();
    }
}
