package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkInProgressTest {

    private final WorkInProgress work = new WorkInProgress();

    /** A run whose cancellable part ends when the latch opens: whether it came to its end. */
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

    private void awaitStopping() throws InterruptedException {
        while (!work.isStopping()) {
            Thread.sleep(5);
        }
    }

    @Test
    void aStopLetsARunEndWithinThePatienceAndAdmitsNone() throws Exception {
        work.patience = Duration.ofMinutes(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> run = run(end);
        CompletableFuture<Void> stop = stop();
        awaitStopping();
        assertThatThrownBy(work::enter).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                .isEqualTo(503));
        assertThat(work.runs()).isEqualTo(1);
        assertThat(work.isCancelled()).as("within the patience").isFalse();
        end.countDown();
        assertThat(run.get()).isTrue();
        stop.get();
        assertThat(work.runs()).isZero();
    }

    @Test
    void aRunThatDoesNotEndInTimeIsCancelled() throws Exception {
        work.patience = Duration.ofMillis(50);
        CompletableFuture<Boolean> run = run(new CountDownLatch(1));
        stop().get();
        assertThat(run.get()).isFalse();
        assertThat(work.isCancelled()).isTrue();
    }

    @Test
    void refusesAPatienceBelowZero() {
        assertThatThrownBy(() ->
                        Configured.read(TranscriptionSettings::read, "escriba.transcription.stop-patience", "PT-1S"))
                .hasMessageContaining("escriba.transcription.stop-patience");
    }
}
