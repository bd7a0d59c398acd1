package dev.escriba.speech.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.embedded.LoadedSpeech;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of jobs in a pool of one worker. A simulated clock advances by the duration of each job. */
@Timeout(20)
class StartTimeFairQueueTest {

    private final AtomicLong time = new AtomicLong();
    private final RecognitionPool pool = new RecognitionPool(1, LoadedSpeech::daemon, time::get);
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<Future<?>> submitted = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void keepTheWorkerBusy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        submitted.add(pool.lane("gate").submit(() -> {
            busy.countDown();
            gate.await();
            return time.addAndGet(10);
        }));
        busy.await();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private void submit(RecognitionPool.Lane lane, String name, long takes, int times) {
        for (int i = 0; i < times; i++) {
            submit(lane, name, takes, () -> {});
        }
    }

    private void submit(RecognitionPool.Lane lane, String name, long takes, Runnable meanwhile) {
        submitted.add(lane.submit(() -> {
            order.add(name);
            meanwhile.run();
            return time.addAndGet(takes);
        }));
    }

    /** Lets the worker go on until no job is left. */
    private void finish() throws Exception {
        gate.countDown();
        for (int i = 0; i < submitted.size(); i++) {
            submitted.get(i).get();
        }
    }

    private Map<String, Integer> counts(int first) {
        Map<String, Integer> counts = new HashMap<>();
        order.subList(0, first).forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }

    @Test
    void anAccountThatSendsOneRecordingAfterAnotherIsNotNewEachTime() throws Exception {
        AtomicBoolean nextIsThere = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 40; j++) {
                submit(pool.lane("steady " + i), "steady", 10, () -> {
                    while (!nextIsThere.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
        }
        gate.countDown();
        for (int i = 0; i < 30; i++) {
            try (RecognitionPool.Lane lane = pool.lane("again")) {
                Future<Long> done = lane.submit(() -> {
                    nextIsThere.set(false);
                    order.add("again");
                    return time.addAndGet(10);
                });
                nextIsThere.set(true);
                done.get();
            }
        }
        nextIsThere.set(true);
        finish();
        assertThat(counts(80).get("again")).isBetween(17, 24);
    }

    @Test
    void accountsShareEquallyHoweverManyRecordingsTheyHave() throws Exception {
        for (int i = 0; i < 20; i++) {
            submit(pool.lane("many"), "many", 10, 20);
        }
        submit(pool.lane("one"), "one", 10, 100);
        finish();
        assertThat(counts(100).get("one")).isBetween(49, 51);
        assertThat(counts(10).get("one")).isBetween(4, 6);
    }

    @Test
    void recordingsOfAnAccountShareEqually() throws Exception {
        for (String name : List.of("a", "b", "c", "d")) {
            submit(pool.lane("account"), name, 10, 30);
        }
        finish();
        assertThat(counts(40).values()).allSatisfy(count -> assertThat(count).isBetween(9, 11));
    }

    @Test
    void accountsShareTimeAndNotTurns() throws Exception {
        submit(pool.lane("slow"), "slow", 40, 20);
        submit(pool.lane("quick"), "quick", 10, 80);
        finish();
        assertThat(counts(50)).containsEntry("quick", 40).containsEntry("slow", 10);
    }

    @Test
    void aNewAccountIsNext() throws Exception {
        for (int i = 0; i < 8; i++) {
            submit(pool.lane("hours " + i % 4), "hour", 10, 20);
        }
        RecognitionPool.Lane running = pool.lane("hours 5");
        submit(running, "hour", 10, 20);
        submit(running, "running when they arrive", 10, () -> {
            submit(pool.lane("hours 0"), "of a known account", 10, 1);
            submit(pool.lane("newcomer"), "newcomer", 10, 1);
        });
        finish();
        int arrival = order.indexOf("running when they arrive");
        assertThat(arrival).isPositive();
        assertThat(order.get(arrival + 1)).isEqualTo("newcomer");
        // the known account has its turn within one round of the five accounts
        assertThat(order.subList(arrival + 2, arrival + 8)).contains("of a known account");
    }

    @Test
    void aShortRecordingIsNotBehindALongOneOfTheSameAccount() throws Exception {
        RecognitionPool.Lane hour = pool.lane("account");
        submit(hour, "hour", 10, 20);
        submit(hour, "running when it arrives", 10, () -> submit(pool.lane("account"), "clip", 10, 1));
        submit(hour, "hour", 10, 20);
        finish();
        assertThat(order.get(order.indexOf("running when it arrives") + 1)).isEqualTo("clip");
    }

    @Test
    void aLongRecordingGoesOnHoweverManyNewOnesCome() throws Exception {
        submit(pool.lane("long"), "long", 10, 50);
        submitOneAfterTheOther(0);
        finish();
        assertThat(counts(100).get("long")).isBetween(49, 51);
    }

    /** Submits the next recording while the one before is worked on. */
    private void submitOneAfterTheOther(int number) {
        submit(pool.lane("newcomer " + number), "short", 10, () -> {
            if (number < 60) {
                submitOneAfterTheOther(number + 1);
            }
        });
    }

    @Test
    void anIdleAccountSavesNoTimeUp() throws Exception {
        RecognitionPool.Lane idle = pool.lane("idle");
        submit(idle, "idle", 10, 1);
        RecognitionPool.Lane busy = pool.lane("busy");
        submit(busy, "busy", 10, 50);
        submit(busy, "busy, and idle again there", 10, () -> submit(idle, "idle", 10, 50));
        submit(busy, "busy", 10, 50);
        finish();
        int back = order.indexOf("busy, and idle again there") + 1;
        assertThat(order.subList(back, back + 40).stream().filter("idle"::equals))
                .hasSizeBetween(19, 21);
    }

    @Test
    void aClosedLaneGetsNoTurn() throws Exception {
        RecognitionPool.Lane leaving = pool.lane("leaving");
        Future<Boolean> dropped = leaving.submit(() -> order.add("leaving"));
        submit(pool.lane("staying"), "staying", 10, 3);
        leaving.close();
        finish();
        assertThat(dropped.isCancelled()).isTrue();
        assertThat(order).containsExactly("staying", "staying", "staying");
    }
}
