package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.Configured;
import dev.escriba.HeldMonitor;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkInProgressTest {

    private final WorkInProgress work = new WorkInProgress();

    /**
     * Starts a run whose cancellable part ends when the latch opens. The result tells whether it ended without being
     * cancelled.
     */
    private CompletableFuture<Boolean> run(CountDownLatch end) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> result = CompletableFuture.supplyAsync(() -> {
            work.enter();
            try {
                return work.cancellably(() -> {
                    begun.countDown();
                    end.await();
                    return true;
                });
            } catch (InterruptedException cancelled) {
                return false;
            } finally {
                work.leave();
            }
        });
        begun.await();
        return result;
    }

    private CompletableFuture<Void> stop() {
        return CompletableFuture.runAsync(() -> {
            try {
                work.stop("stop");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aStopLetsARunEndWithinThePatienceAndAdmitsNone() throws Exception {
        work.stopTimeout = Duration.ofMinutes(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> run = run(end);
        CompletableFuture<Void> stop = stop();
        Await.until("begin of the stop", Duration.ofSeconds(10), work::isStopping);
        assertThatThrownBy(work::enter).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                .isEqualTo(503));
        assertThat(work.runs()).isEqualTo(1);
        assertThat(work.isCancelled()).as("within the time to stop").isFalse();
        end.countDown();
        assertThat(run.get()).isTrue();
        stop.get();
        assertThat(work.runs()).isZero();
    }

    @Test
    void aStopWaitsForRequestsToBeAnswered() throws Exception {
        work.stopTimeout = Duration.ofMinutes(1);
        work.requests.enter();
        CompletableFuture<Void> stop = stop();
        Await.until("begin of the stop", Duration.ofSeconds(10), work::isStopping);
        assertThat(stop).isNotDone();
        work.requests.leave();
        stop.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatDoesNotEndHoldsTheStopUpForALimitedTime() throws Exception {
        work.stopTimeout = Duration.ofMillis(50);
        work.requests.enter();
        stop().get(10, TimeUnit.SECONDS);
        assertThat(work.isCancelled()).isTrue();
    }

    /** The uber-jar stops the runs, and then its server stops the application. */
    @Test
    void aSecondStopReturnsAtOnce() throws Exception {
        stop().get();
        long begin = System.nanoTime();
        stop().get();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aRunThatDoesNotEndInTimeIsCancelled() throws Exception {
        work.stopTimeout = Duration.ofMillis(50);
        CompletableFuture<Boolean> run = run(new CountDownLatch(1));
        stop().get();
        assertThat(run.get()).isFalse();
        assertThat(work.isCancelled()).isTrue();
    }

    @Test
    void doesNotWaitForAHolderOfItsMonitor() throws Exception {
        boolean stopping = HeldMonitor.during(work, () -> {
            work.enter();
            work.cancellably(work::runs);
            work.leave();
            work.stop("stop");
            return work.isStopping();
        });
        assertThat(stopping).isTrue();
    }

    @Test
    void aStopThatWaitsIsInterrupted() throws Exception {
        work.stopTimeout = Duration.ofMinutes(1);
        work.enter();
        Thread.currentThread().interrupt();
        assertThatThrownBy(work::stop).isInstanceOf(InterruptedException.class);
    }

    @Test
    void refusesAPatienceBelowZero() {
        assertThatThrownBy(() ->
                        Configured.read(TranscriptionSettings::read, "escriba.transcription.stop-patience", "PT-1S"))
                .hasMessageContaining("escriba.transcription.stop-patience");
    }
}
