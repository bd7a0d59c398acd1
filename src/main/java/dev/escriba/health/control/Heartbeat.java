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
 * Tells a process that gets nothing done any more: a small job that is to run every second has not run for a minute (there is no processor time, or no memory,
 * left for it), or threads wait for each other for ever. Nothing outside the process matters to it.
 */
@ApplicationScoped
public class Heartbeat {

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    /** Looking for deadlocks stops all threads for a moment. */
    private static final int BEATS_BETWEEN_LOOKS = 15;

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
        if (beats++ % BEATS_BETWEEN_LOOKS == 0) {
            long[] found = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
            deadlocked = found == null ? 0 : found.length;
        }
    }

    /** Why the process is not alive, if it is not. */
    public Optional<String> fault() {
        if (System.nanoTime() - last > MAX_PAUSE.toNanos()) {
            return Optional.of("no heartbeat for a minute");
        }
        return deadlocked > 0 ? Optional.of(deadlocked + " threads are deadlocked") : Optional.empty();
    }
}
