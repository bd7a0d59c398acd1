package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AdmissionQueueTest {

    @Test
    void refusesAtOncePastTheLineAndSaysWhenToComeBack() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 0, 1);
        try (Admission.Place inside = admission.enter("somebody", Duration.ZERO)) {
            assertThat(inside).isNotNull();
            assertThatThrownBy(() -> admission.enter("somebody", Duration.ZERO))
                    .isInstanceOfSatisfying(Problem.class, busy -> {
                        assertThat(busy.status()).isEqualTo(503);
                        assertThat(busy.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
                        assertThat(busy.retryAfter().orElseThrow().toNanosPart())
                                .isZero();
                    });
        }
        admission.enter("somebody", Duration.ZERO).close();
    }

    @Test
    void letsTheFirstInLineInWhenAPlaceIsFree() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 1, 1);
        Admission.Place inside = admission.enter("somebody", Duration.ZERO);
        CountDownLatch admitted = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try (Admission.Place place = admission.enter("somebody", Duration.ZERO)) {
                assertThat(place).isNotNull();
                admitted.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        while (admission.waiting() == 0) {
            Thread.sleep(5);
        }
        assertThatThrownBy(() -> admission.enter("somebody", Duration.ZERO)).isInstanceOf(Problem.class);

        inside.close();

        assertThat(admitted.await(5, TimeUnit.SECONDS)).isTrue();
        waiting.join();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void leavesTheLineWhenInterrupted() throws Exception {
        AdmissionQueue admission = new AdmissionQueue(1, 1, 1);
        try (Admission.Place inside = admission.enter("somebody", Duration.ZERO)) {
            assertThat(inside).isNotNull();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> admission.enter("somebody", Duration.ZERO))
                    .isInstanceOf(InterruptedException.class);
            assertThat(admission.waiting()).isZero();
        }
    }
}
