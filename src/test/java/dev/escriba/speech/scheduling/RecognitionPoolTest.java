package dev.escriba.speech.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.HeldMonitor;
import dev.escriba.speech.embedded.LoadedSpeech;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RecognitionPoolTest {

    private final RecognitionPool pool = new RecognitionPool(1, LoadedSpeech::daemon);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void dropsWaitingAndInterruptsRunningJobsWhenALaneCloses() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        RecognitionPool.Lane lane = pool.lane("account");
        Future<Boolean> runs = lane.submit(() -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return true;
        });
        Future<Boolean> waits = lane.submit(() -> done.add("waited"));
        running.await();

        lane.close();

        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(runs.isCancelled()).isTrue();
        assertThat(waits.isCancelled()).isTrue();
        assertThatThrownBy(() -> lane.submit(() -> true)).isInstanceOf(CancellationException.class);
        try (RecognitionPool.Lane next = pool.lane("account")) {
            assertThat(next.submit(() -> Thread.currentThread().isInterrupted()).get())
                    .isFalse();
        }
        assertThat(done).isEmpty();
    }

    /** The only thread is busy until everything is submitted. */
    @Test
    void backgroundWorkWaitsForAllOtherWork() throws Exception {
        CountDownLatch submitted = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        try (RecognitionPool one = new RecognitionPool(1, Thread::new);
                RecognitionPool.Lane first = one.lane("first");
                RecognitionPool.Lane background = one.backgroundLane("account");
                RecognitionPool.Lane foreground = one.lane("account")) {
            Future<Boolean> busy = first.submit(() -> {
                submitted.await();
                return true;
            });
            Future<Boolean> later = background.submit(() -> done.add("background"));
            List<Future<Boolean>> inFront = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                inFront.add(foreground.submit(() -> done.add("foreground")));
            }
            submitted.countDown();
            assertThat(busy.get()).isTrue();
            assertThat(later.get()).isTrue();
            assertThat(inFront).allMatch(Future::isDone);
        }
        assertThat(done).containsExactly("foreground", "foreground", "foreground", "background");
    }

    @Test
    void doesNotWaitForAHolderOfItsMonitor() throws Exception {
        String result = HeldMonitor.during(pool, () -> {
            try (RecognitionPool.Lane lane = pool.lane("account")) {
                return lane.submit(() -> "recognised").get();
            }
        });
        assertThat(result).isEqualTo("recognised");
    }

    @Test
    void forgetsAccountsWithoutARecording() throws Exception {
        RecognitionPool.Lane done = pool.lane("one");
        done.submit(() -> true).get();
        RecognitionPool.Lane dropped = pool.lane("another");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Future<Boolean> stubborn = dropped.submit(() -> {
            running.countDown();
            while (ending.getCount() > 0) {
                try {
                    ending.await();
                } catch (InterruptedException notYet) {
                    interrupted.countDown();
                }
            }
            return true;
        });
        Future<Boolean> waits = dropped.submit(() -> true);
        running.await();
        assertThat(pool.accounts()).isEqualTo(2);

        done.close();
        done.close();
        dropped.close();
        interrupted.await();
        assertThat(stubborn.isCancelled()).isTrue();
        assertThat(waits.isCancelled()).isTrue();
        assertThat(pool.accounts()).as("its job does not end at once").isEqualTo(1);
        ending.countDown();
        try (RecognitionPool.Lane next = pool.lane("third")) {
            next.submit(() -> true).get();
            assertThat(pool.accounts()).isEqualTo(1);
        }
    }

    @Test
    void outlivesWorkThatFails() throws Exception {
        try (RecognitionPool.Lane lane = pool.lane("account")) {
            Future<Boolean> failing = lane.submit(() -> {
                throw new IllegalStateException("broken");
            });
            assertThatThrownBy(failing::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("broken");
            assertThat(lane.submit(() -> true).get()).isTrue();
        }
    }

    @Test
    void cancelsEverythingWhenItCloses() {
        RecognitionPool.Lane lane = pool.lane("account");
        Future<Boolean> runs = lane.submit(() -> {
            new CountDownLatch(1).await();
            return true;
        });
        Future<Boolean> waits = lane.submit(() -> true);

        pool.close();

        assertThatThrownBy(runs::get).isInstanceOfAny(CancellationException.class, ExecutionException.class);
        assertThatThrownBy(waits::get).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> lane.submit(() -> true)).isInstanceOf(CancellationException.class);
    }

    @Test
    void waitsForItsThreadsWhenItCloses() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        Future<Boolean> stubborn = pool.lane("account").submit(() -> {
            running.countDown();
            // work that ignores interrupts: its time is the subject
            long end = System.nanoTime() + 200_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return done.add("done");
        });
        running.await();

        pool.close();

        assertThat(done).containsExactly("done");
        assertThat(stubborn.isDone()).isTrue();
    }
}
