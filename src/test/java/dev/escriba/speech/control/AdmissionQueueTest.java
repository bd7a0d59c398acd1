package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.HeldMonitor;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AdmissionQueueTest {

    @Test
    void refusesAtOnceBeyondTheLineWithATimeToRetryAfter() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 0, 1);
        try (Admission.Place inside = admission.enter("account", Duration.ZERO)) {
            assertThat(inside).isNotNull();
            assertThatThrownBy(() -> admission.enter("account", Duration.ZERO))
                    .isInstanceOfSatisfying(Problem.class, busy -> {
                        assertThat(busy.status()).isEqualTo(503);
                        assertThat(busy.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
                        assertThat(busy.retryAfter().orElseThrow().toNanosPart())
                                .isZero();
                    });
        }
        admission.enter("account", Duration.ZERO).close();
    }

    @Test
    void admitsTheFirstInLineWhenAPlaceIsFree() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 1, 1);
        Admission.Place inside = admission.enter("account", Duration.ZERO);
        CountDownLatch admitted = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try (Admission.Place place = admission.enter("account", Duration.ZERO)) {
                assertThat(place).isNotNull();
                admitted.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        Await.until("run that waits", Duration.ofSeconds(10), () -> admission.waiting() > 0);
        assertThatThrownBy(() -> admission.enter("account", Duration.ZERO)).isInstanceOf(Problem.class);

        inside.close();

        assertThat(admitted.await(5, TimeUnit.SECONDS)).isTrue();
        waiting.join();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void doesNotWaitForAHolderOfItsMonitor() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 1, 1);
        int admitted = HeldMonitor.during(admission, () -> {
            try (Admission.Place place = admission.enter("account", Duration.ZERO)) {
                place.reached(Duration.ofMinutes(3));
                return admission.admitted();
            }
        });
        assertThat(admitted).isEqualTo(1);
    }

    @Test
    void aRunThatWaitsForALongPlaceIsInterrupted() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(3, 2, 2);
        try (Admission.Place first = admission.enter("one", Duration.ofMinutes(3));
                Admission.Place second = admission.enter("other", Duration.ofMinutes(3))) {
            assertThat(first).isNotSameAs(second);
            Admission.Place third = admission.enter("third", Duration.ZERO);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> third.reached(Duration.ofMinutes(3))).isInstanceOf(InterruptedException.class);
            third.close();
            assertThat(admission.waiting()).isZero();
            assertThat(admission.admitted()).isEqualTo(2);
        }
    }

    @Test
    void leavesTheLineWhenInterrupted() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 1, 1);
        try (Admission.Place inside = admission.enter("account", Duration.ZERO)) {
            assertThat(inside).isNotNull();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> admission.enter("account", Duration.ZERO))
                    .isInstanceOf(InterruptedException.class);
            assertThat(admission.waiting()).isZero();
        }
    }
}
