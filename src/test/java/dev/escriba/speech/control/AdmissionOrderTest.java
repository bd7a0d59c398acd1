package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which runs are admitted, in which order, and which are refused. */
@Timeout(20)
class AdmissionOrderTest {

    private static final Duration CLIP = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private record Entered(String name, Admission.Place place) {}

    private final BlockingQueue<Entered> entered = new LinkedBlockingQueue<>();
    private final List<Thread> waiting = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Thread thread : waiting) {
            thread.interrupt();
            thread.join();
        }
    }

    /** Enters in a thread of its own. When this method returns, the run is admitted or waits in line. */
    private Thread arrive(AdmissionQueue admission, String name, String account, Duration claimed)
            throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                entered.add(new Entered(name, admission.enter(account, claimed)));
            } catch (InterruptedException leaves) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.add(thread);
        int before = admission.waiting();
        thread.start();
        while (admission.waiting() == before && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private Thread reach(Admission.Place place, Duration audio) {
        Thread thread = new Thread(() -> {
            try {
                place.reached(audio);
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.add(thread);
        thread.start();
        return thread;
    }

    private static void refuses(AdmissionQueue admission, String account, Duration claimed) {
        assertThatThrownBy(() -> admission.requireRoom(account, claimed))
                .isInstanceOfSatisfying(
                        Problem.class, busy -> assertThat(busy.status()).isEqualTo(503));
        assertThatThrownBy(() -> admission.enter(account, claimed)).isInstanceOf(Problem.class);
    }

    @Test
    void noRunIsOvertakenForEver() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(3, 16, 16);
        Admission.Place hour = admission.enter("busy", HOUR);
        Admission.Place clip = admission.enter("other", CLIP);
        Admission.Place another = admission.enter("another", CLIP);
        arrive(admission, "second of busy", "busy", CLIP);
        List<String> admitted = new ArrayList<>();
        for (int i = 0; i < 10 && !admitted.contains("second of busy"); i++) {
            arrive(admission, "newcomer", "newcomer " + i, CLIP);
            clip.close();
            Entered next = entered.take();
            admitted.add(next.name());
            clip = next.place();
        }
        assertThat(admitted).hasSize(7).endsWith("second of busy");
        clip.close();
        another.close();
        hour.close();
    }

    @Test
    void longRecordingsNeverTakeAllPlaces() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(4, 8, 8);
        for (int i = 0; i < 8; i++) {
            arrive(admission, "hour", "account " + i, HOUR);
        }
        assertThat(entered).hasSize(2);
        assertThat(admission.waiting()).isEqualTo(6);

        admission.requireRoom("account", CLIP);
        try (Admission.Place first = admission.enter("account", CLIP);
                Admission.Place second = admission.enter("account", CLIP)) {
            assertThat(List.of(first, second)).hasSize(2);
            arrive(admission, "clip", "account", CLIP);
            assertThat(admission.waiting()).isEqualTo(7);
        }
        assertThat(admission.waiting()).isEqualTo(6);
    }

    @Test
    void aRunBecomesLongWhereverItBegan() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(4, 8, 8);
        Admission.Place first = admission.enter("one", HOUR);
        Admission.Place liar = admission.enter("two", CLIP);
        liar.reached(Duration.ofMinutes(2));
        Admission.Place second = admission.enter("three", HOUR);
        assertThat(admission.waiting()).as("two minutes are short").isZero();

        Thread suspended = reach(liar, Duration.ofMinutes(2).plusSeconds(1));
        Await.until("run that waits", Duration.ofSeconds(10), () -> admission.waiting() == 1);
        assertThat(admission.admitted()).as("it gave its place back").isEqualTo(2);
        admission.enter("four", CLIP).close();

        first.close();
        suspended.join();
        assertThat(admission.admitted()).isEqualTo(2);
        liar.close();
        second.close();
        assertThat(admission.admitted()).isZero();
    }

    @Test
    void aRunThatBecomesLongAndHasNoRoomInTheLineIsRefused() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(3, 0, 1);
        try (Admission.Place first = admission.enter("one", HOUR);
                Admission.Place second = admission.enter("two", HOUR);
                Admission.Place third = admission.enter("three", CLIP)) {
            assertThat(List.of(first, second)).hasSize(2);
            assertThatThrownBy(() -> third.reached(HOUR))
                    .isInstanceOfSatisfying(
                            Problem.class, busy -> assertThat(busy.status()).isEqualTo(503));
            assertThat(admission.admitted()).isEqualTo(2);
        }
        assertThat(admission.admitted()).isZero();
    }

    @Test
    void aRunThatIsCancelledWhileItWaitsAgainLeavesTheLine() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(3, 4, 4);
        Admission.Place first = admission.enter("one", HOUR);
        Admission.Place second = admission.enter("two", HOUR);
        Admission.Place third = admission.enter("three", CLIP);
        Thread suspended = reach(third, HOUR);
        Await.until("run that waits", Duration.ofSeconds(10), () -> admission.waiting() == 1);
        suspended.interrupt();
        suspended.join();
        assertThat(admission.waiting()).isZero();
        third.close();
        first.close();
        second.close();
        assertThat(admission.admitted()).isZero();
    }

    @Test
    void noAccountHasAllPlaces() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(4, 8, 8);
        for (int i = 0; i < 4; i++) {
            arrive(admission, "greedy", "greedy", CLIP);
        }
        assertThat(entered).hasSize(3);
        assertThat(admission.waiting()).isEqualTo(1);
        admission.enter("modest", CLIP).close();
        entered.take().place().close();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void theLongRunsOfAnAccountLeaveItAPlaceForAShortOne() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(3, 8, 8);
        arrive(admission, "hour", "account", HOUR);
        arrive(admission, "hour", "account", HOUR);
        assertThat(admission.waiting()).isEqualTo(1);
        admission.enter("account", CLIP).close();
    }

    @Test
    void aLongRecordingIsAdmittedThoughShortOnesKeepArriving() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(2, 8, 8);
        Admission.Place first = admission.enter("first", CLIP);
        Admission.Place second = admission.enter("second", CLIP);
        arrive(admission, "hour", "third", HOUR);
        arrive(admission, "clip", "fourth", CLIP);
        arrive(admission, "clip", "fifth", CLIP);

        first.close();
        assertThat(entered.take().name()).isEqualTo("hour");
        arrive(admission, "another hour", "sixth", HOUR);
        second.close();
        assertThat(entered.take().name()).as("one long recording at a time").isEqualTo("clip");
    }

    @Test
    void theAccountWithTheFewestAdmittedRunsIsNext() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(3, 8, 8);
        Admission.Place first = admission.enter("many", CLIP);
        Admission.Place second = admission.enter("many", CLIP);
        Admission.Place third = admission.enter("other", CLIP);
        for (int i = 0; i < 3; i++) {
            arrive(admission, "many", "many", CLIP);
        }
        arrive(admission, "few 1", "few", CLIP);
        arrive(admission, "few 2", "few", CLIP);

        third.close();
        Entered few = entered.take();
        assertThat(few.name()).isEqualTo("few 1");
        first.close();
        assertThat(entered.take().name()).as("one of each inside").isEqualTo("few 2");
        second.close();
        assertThat(entered.take().name()).isEqualTo("many");
        few.place().close();
        assertThat(entered.take().name()).isEqualTo("many");
    }

    @Test
    void noAccountFillsTheLineForOthers() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 4, 2);
        try (Admission.Place inside = admission.enter("many", CLIP)) {
            arrive(admission, "many", "many", CLIP);
            arrive(admission, "many", "many", CLIP);
            refuses(admission, "many", CLIP);
            assertThat(inside).isNotNull();

            arrive(admission, "few", "few", CLIP);
            assertThat(admission.waiting()).isEqualTo(3);
        }
        assertThat(entered.take().name()).isEqualTo("few");
    }

    @Test
    void aPartOfTheLineIsForShortRecordings() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(2, 4, 4);
        for (int i = 0; i < 4; i++) {
            arrive(admission, "hour", "account " + i, HOUR);
        }
        assertThat(admission.waiting()).isEqualTo(3);
        refuses(admission, "account", HOUR);
        admission.requireRoom("account", CLIP);
    }

    @Test
    void computesTheRetryTimeFromTheRunsInProgress() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(2, 1, 1);
        arrive(admission, "hour", "long", HOUR);
        arrive(admission, "hour", "long", HOUR);
        assertThat(retryAfter(admission, HOUR)).isEqualTo(Duration.ofSeconds(60));
        admission.enter("short", CLIP);
        assertThat(retryAfter(admission, CLIP)).isLessThanOrEqualTo(Duration.ofSeconds(5));
        entered.take().place().close();
        arrive(admission, "hour", "long", HOUR);
        assertThat(retryAfter(admission, HOUR))
                .as("after one that took no time")
                .isBetween(Duration.ofSeconds(47), Duration.ofSeconds(49));
    }

    private static Duration retryAfter(AdmissionQueue admission, Duration claimed) throws InterruptedException {
        try {
            admission.enter("another", claimed).close();
            throw new AssertionError("entered");
        } catch (Problem busy) {
            return busy.retryAfter().orElseThrow();
        }
    }

    @Test
    void aRunThatLeavesTheLineMakesRoom() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 2, 1);
        try (Admission.Place inside = admission.enter("account", CLIP)) {
            assertThat(inside).isNotNull();
            Thread leaving = arrive(admission, "leaving", "another", CLIP);
            refuses(admission, "another", CLIP);
            leaving.interrupt();
            leaving.join();
            admission.requireRoom("another", CLIP);
            arrive(admission, "staying", "another", CLIP);
        }
        assertThat(entered.take().name()).isEqualTo("staying");
    }

    @Test
    void aPlaceIsReturnedOnce() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 0, 1);
        Admission.Place place = admission.enter("account", CLIP);
        place.close();
        Admission.Place next = admission.enter("account", CLIP);
        place.close();
        refuses(admission, "account", CLIP);
        next.close();
        admission.requireRoom("account", CLIP);
    }
}
