package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void letsLanesTakeTurns() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch gate = new CountDownLatch(1);
        try (RecognitionPool.Lane first = pool.lane();
                RecognitionPool.Lane longer = pool.lane();
                RecognitionPool.Lane shorter = pool.lane()) {
            Future<Boolean> blocking = first.submit(() -> gate.await(10, TimeUnit.SECONDS));
            List<Future<Boolean>> all = new ArrayList<>(List.of(blocking));
            for (int i = 0; i < 4; i++) {
                String name = "long " + i;
                all.add(longer.submit(() -> order.add(name)));
            }
            all.add(shorter.submit(() -> order.add("short")));
            gate.countDown();
            for (Future<Boolean> one : all) {
                one.get();
            }
        }
        assertThat(order).containsExactly("long 0", "short", "long 1", "long 2", "long 3");
    }

    @Test
    void dropsWhatWaitsAndInterruptsWhatRunsWhenALaneCloses() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        RecognitionPool.Lane lane = pool.lane();
        Future<Boolean> runs = lane.submit(() -> {
            running.countDown();
            try {
                Thread.sleep(10_000);
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
        try (RecognitionPool.Lane next = pool.lane()) {
            assertThat(next.submit(() -> Thread.currentThread().isInterrupted()).get())
                    .isFalse();
        }
        assertThat(done).isEmpty();
    }

    @Test
    void outlivesWorkThatFails() throws Exception {
        try (RecognitionPool.Lane lane = pool.lane()) {
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
        RecognitionPool.Lane lane = pool.lane();
        Future<Boolean> runs = lane.submit(() -> {
            Thread.sleep(10_000);
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
        Future<Boolean> stubborn = pool.lane().submit(() -> {
            running.countDown();
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
