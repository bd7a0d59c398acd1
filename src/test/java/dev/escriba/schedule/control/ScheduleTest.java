package dev.escriba.schedule.control;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    private final Schedule schedule = new Schedule();

    ScheduleTest() {
        schedule.threads = new ManagedThreadFactory() {
            @Override
            public Thread newThread(Runnable work) {
                return new Thread(work);
            }

            @Override
            public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void aStopWaitsForAllJobsTogetherNoLongerThanForOne() throws Exception {
        int jobs = 10;
        CountDownLatch begun = new CountDownLatch(jobs);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < jobs; i++) {
            schedule.every("job " + i, OFTEN, OFTEN, () -> {
                begun.countDown();
                awaitUninterruptibly(end);
            });
        }
        begun.await();
        schedule.longestStop = Duration.ofSeconds(1);
        long start = System.nanoTime();
        assertThat(schedule.isStopped()).isFalse();
        schedule.stop();
        assertThat(schedule.isStopped()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        end.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
