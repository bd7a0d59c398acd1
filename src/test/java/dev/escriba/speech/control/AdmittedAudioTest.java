package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmittedAudioTest {

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int SAMPLES = 150 * PcmStream.SAMPLE_RATE;

    /** Every stream that was opened. */
    private final List<MemoryPcm> opened = new ArrayList<>();

    private PcmStream open() {
        MemoryPcm audio = MemoryPcm.repeated(Samples.tone(440, 0.5, 1.3), SAMPLES);
        opened.add(audio);
        return audio;
    }

    private static float[] read(PcmStream audio) {
        float[] samples = new float[SAMPLES + 1];
        int length = 0;
        for (int n = 0; n >= 0; n = audio.read(samples, length, Math.min(5_000, samples.length - length))) {
            length += n;
        }
        assertThat(length).isEqualTo(SAMPLES);
        return samples;
    }

    @Test
    void goesOnWithItsDecoderWhereALongPlaceIsFree() throws Exception {
        AdmissionQueue queue = new AdmissionQueue(4, 4, 4);
        try (Admission.Place place = queue.enter("account", Duration.ZERO);
                PcmStream audio = new AdmittedAudio(place, this::open)) {
            read(audio);
            assertThat(opened).hasSize(1);
            assertThat(place.reachedAtOnce(LONG)).isTrue();
        }
        assertThat(queue.admitted()).isZero();
    }

    @Test
    void hasNoDecoderWhileItWaitsAndGoesOnAtTheSameSample() throws Exception {
        AdmissionQueue queue = new AdmissionQueue(2, 4, 4);
        Admission.Place longRun = queue.enter("other", LONG);
        CompletableFuture<float[]> reading = CompletableFuture.supplyAsync(() -> {
            try (Admission.Place place = queue.enter("account", Duration.ZERO);
                    PcmStream audio = new AdmittedAudio(place, this::open)) {
                return read(audio);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Await.until("run that waits", Duration.ofSeconds(30), () -> queue.waiting() == 1);
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).closed()).isTrue();
        assertThat(queue.admitted()).as("it gave its place back").isEqualTo(1);

        longRun.close();

        assertThat(Arrays.equals(reading.get(30, TimeUnit.SECONDS), read(open())))
                .isTrue();
        assertThat(opened.get(1).closed()).isTrue();
        assertThat(queue.admitted()).isZero();
    }

    @Test
    void isClosedOnceWhereThereIsNoPlace() throws Exception {
        AdmissionQueue queue = new AdmissionQueue(2, 0, 1);
        try (Admission.Place longRun = queue.enter("other", LONG);
                Admission.Place place = queue.enter("account", Duration.ZERO)) {
            assertThat(longRun.reachedAtOnce(LONG)).isTrue();
            assertThat(place.reachedAtOnce(LONG)).isFalse();
            assertThat(queue.admitted()).as("it keeps its place").isEqualTo(2);
            assertThatThrownBy(() -> {
                        try (PcmStream audio = new AdmittedAudio(place, this::open)) {
                            read(audio);
                        }
                    })
                    .isInstanceOfSatisfying(
                            Problem.class, busy -> assertThat(busy.status()).isEqualTo(503));
        }
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).closed()).isTrue();
        assertThat(queue.admitted()).isZero();
    }

    @Test
    void takesNoPlaceFromARunThatWaitsForOne() throws Exception {
        AdmissionQueue queue = new AdmissionQueue(2, 4, 4);
        Admission.Place longRun = queue.enter("a", LONG);
        Admission.Place shortRun = queue.enter("b", Duration.ZERO);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                queue.enter("c", LONG).close();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Await.until("run that waits", Duration.ofSeconds(30), () -> queue.waiting() == 1);
        assertThat(shortRun.reachedAtOnce(LONG)).isFalse();
        longRun.close();
        waiting.get(30, TimeUnit.SECONDS);
        assertThat(shortRun.reachedAtOnce(LONG)).isTrue();
        shortRun.close();
    }
}
