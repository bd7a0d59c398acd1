package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in, in which order, and who is sent away. */
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

    /** In a thread of its own, which has entered or waits in line when this returns. */
    private Thread come(AdmissionQueue admission, String name, String caller, Duration claimed)
            throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                entered.add(new Entered(name, admission.enter(caller, claimed)));
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

    private static void refuses(AdmissionQueue admission, String caller, Duration claimed) {
        assertThatThrownBy(() -> admission.requirePlace(caller, claimed))
                .isInstanceOfSatisfying(
                        Problem.class, busy -> assertThat(busy.status()).isEqualTo(503));
        assertThatThrownBy(() -> admission.enter(caller, claimed)).isInstanceOf(Problem.class);
    }

    @Test
    void nobodyIsOvertakenForEver() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(2, 16, 16);
        Admission.Place hour = admission.enter("busy", HOUR);
        Admission.Place clip = admission.enter("other", CLIP);
        come(admission, "second of busy", "busy", CLIP);
        List<String> let = new ArrayList<>();
        for (int i = 0; i < 8 && !let.contains("second of busy"); i++) {
            come(admission, "newcomer", "newcomer " + i, CLIP);
            clip.close();
            Entered next = entered.take();
            let.add(next.name());
            clip = next.place();
        }
        assertThat(let).hasSize(5).endsWith("second of busy");
        clip.close();
        hour.close();
    }

    @Test
    void longRecordingsNeverTakeAllPlaces() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(4, 8, 8);
        for (int i = 0; i < 8; i++) {
            come(admission, "hour", "caller " + i, HOUR);
        }
        assertThat(entered).hasSize(2);
        assertThat(admission.waiting()).isEqualTo(6);

        admission.requirePlace("somebody", CLIP);
        try (Admission.Place first = admission.enter("somebody", CLIP);
                Admission.Place second = admission.enter("somebody", CLIP)) {
            assertThat(List.of(first, second)).hasSize(2);
            come(admission, "clip", "somebody", CLIP);
            assertThat(admission.waiting()).isEqualTo(7);
        }
        assertThat(admission.waiting()).isEqualTo(6);
    }

    @Test
    void aLongRecordingGetsInThoughShortOnesKeepComing() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(2, 8, 8);
        Admission.Place first = admission.enter("many", CLIP);
        Admission.Place second = admission.enter("many", CLIP);
        come(admission, "hour", "many", HOUR);
        come(admission, "clip", "many", CLIP);
        come(admission, "clip", "many", CLIP);

        first.close();
        assertThat(entered.take().name()).isEqualTo("hour");
        come(admission, "another hour", "many", HOUR);
        second.close();
        assertThat(entered.take().name()).as("one long recording at a time").isEqualTo("clip");
    }

    @Test
    void theCallerWithTheFewestInsideIsNext() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(2, 8, 8);
        Admission.Place first = admission.enter("many", CLIP);
        Admission.Place second = admission.enter("many", CLIP);
        for (int i = 0; i < 3; i++) {
            come(admission, "many", "many", CLIP);
        }
        come(admission, "few 1", "few", CLIP);
        come(admission, "few 2", "few", CLIP);

        first.close();
        Entered few = entered.take();
        assertThat(few.name()).isEqualTo("few 1");
        second.close();
        assertThat(entered.take().name()).as("one of each inside").isEqualTo("many");
        few.place().close();
        assertThat(entered.take().name()).isEqualTo("few 2");
    }

    @Test
    void nobodyFillsTheLineForOthers() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 4, 2);
        try (Admission.Place inside = admission.enter("many", CLIP)) {
            come(admission, "many", "many", CLIP);
            come(admission, "many", "many", CLIP);
            refuses(admission, "many", CLIP);
            assertThat(inside).isNotNull();

            come(admission, "few", "few", CLIP);
            assertThat(admission.waiting()).isEqualTo(3);
        }
        assertThat(entered.take().name()).isEqualTo("few");
    }

    @Test
    void aPartOfTheLineIsForShortRecordings() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(2, 4, 4);
        for (int i = 0; i < 4; i++) {
            come(admission, "hour", "caller " + i, HOUR);
        }
        assertThat(admission.waiting()).isEqualTo(3);
        refuses(admission, "somebody", HOUR);
        admission.requirePlace("somebody", CLIP);
    }

    @Test
    void saysWhenToComeBackByWhatRuns() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(2, 1, 1);
        come(admission, "hour", "long", HOUR);
        come(admission, "hour", "long", HOUR);
        assertThat(retryAfter(admission, HOUR)).isEqualTo(Duration.ofSeconds(60));
        admission.enter("short", CLIP);
        assertThat(retryAfter(admission, CLIP)).isLessThanOrEqualTo(Duration.ofSeconds(5));
        entered.take().place().close();
        come(admission, "hour", "long", HOUR);
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
    void whoLeavesTheLineMakesRoom() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 2, 1);
        try (Admission.Place inside = admission.enter("somebody", CLIP)) {
            assertThat(inside).isNotNull();
            Thread leaving = come(admission, "leaving", "another", CLIP);
            refuses(admission, "another", CLIP);
            leaving.interrupt();
            leaving.join();
            admission.requirePlace("another", CLIP);
            come(admission, "staying", "another", CLIP);
        }
        assertThat(entered.take().name()).isEqualTo("staying");
    }

    @Test
    void aPlaceIsGivenBackOnce() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 0, 1);
        Admission.Place place = admission.enter("somebody", CLIP);
        place.close();
        Admission.Place next = admission.enter("somebody", CLIP);
        place.close();
        refuses(admission, "somebody", CLIP);
        next.close();
        admission.requirePlace("somebody", CLIP);
    }
}
