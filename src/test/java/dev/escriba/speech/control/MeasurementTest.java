package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recordings of 150 s that claim to be short, while they are measured. */
@Timeout(60)
class MeasurementTest {

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SAMPLES = 150L * PcmStream.SAMPLE_RATE;
    private static final long HELD_AT = 140L * PcmStream.SAMPLE_RATE;

    private final SpeechRecognition speech = new SpeechRecognition(null);

    /** Every stream that was opened. */
    private final List<MemoryPcm> opened = new CopyOnWriteArrayList<>();

    /** Decoders go on past 140 s when this is open. */
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static final Executor THREADS = task -> new Thread(task, "measures").start();

    private PcmStream open() {
        MemoryPcm audio = MemoryPcm.repeated(Samples.tone(440, 0.5, 1.3), SAMPLES);
        opened.add(audio);
        return audio;
    }

    private long measured(UnaryOperator<PcmStream> watch) {
        float[] portion = new float[5_000];
        long samples = 0;
        try (PcmStream audio = watch.apply(open())) {
            for (int n = 0; n >= 0; n = audio.read(portion, 0, portion.length)) {
                samples += n;
                if (samples >= HELD_AT) {
                    goOn.await();
                }
            }
            return samples;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Long> measuring(AdmissionQueue queue, String account) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Admission.Place place = queue.enter(account, Duration.ZERO)) {
                        return speech.decode(place, this::measured);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }

    private long openDecoders() {
        return opened.stream().filter(audio -> !audio.closed()).count();
    }

    @Test
    void goesOnWithItsDecoderWhereALongPlaceIsFree() throws Exception {
        goOn.countDown();
        AdmissionQueue queue = new AdmissionQueue(4, 4, 4);
        assertThat(measuring(queue, "account").get(30, TimeUnit.SECONDS)).isEqualTo(SAMPLES);
        assertThat(opened).hasSize(1);
        assertThat(queue.admitted()).isZero();
    }

    @Test
    void hasNoDecoderWhileItWaitsAndBeginsAgain() throws Exception {
        goOn.countDown();
        AdmissionQueue queue = new AdmissionQueue(2, 4, 4);
        Admission.Place longRun = queue.enter("other", LONG);
        CompletableFuture<Long> measuring = measuring(queue, "account");
        Await.until("run that waits", PATIENCE, () -> queue.waiting() == 1);
        assertThat(openDecoders()).isZero();
        assertThat(queue.admitted()).as("it gave its place back").isEqualTo(1);
        longRun.close();
        assertThat(measuring.get(30, TimeUnit.SECONDS)).isEqualTo(SAMPLES);
        assertThat(opened).hasSize(2);
        assertThat(openDecoders()).isZero();
        assertThat(queue.admitted()).isZero();
    }

    @Test
    void endsWhereThereIsNoPlaceForALongRun() throws Exception {
        AdmissionQueue queue = new AdmissionQueue(2, 0, 1);
        try (Admission.Place longRun = queue.enter("other", LONG);
                Admission.Place place = queue.enter("account", Duration.ZERO)) {
            assertThat(longRun.reachedAtOnce(LONG)).isTrue();
            assertThatThrownBy(() -> speech.decode(place, this::measured))
                    .isInstanceOfSatisfying(
                            Problem.class, busy -> assertThat(busy.status()).isEqualTo(503));
        }
        assertThat(openDecoders()).isZero();
        assertThat(queue.admitted()).isZero();
    }

    /** Decoders that are held keep the places of long runs alone. */
    @Test
    void twoAccountsWithWrongHeadersLeaveThePlacesOfShortRunsToOthers() throws Exception {
        AdmissionQueue queue = new AdmissionQueue(4, 8, 4);
        List<CompletableFuture<Long>> measuring =
                List.of(measuring(queue, "a"), measuring(queue, "a"), measuring(queue, "b"), measuring(queue, "b"));
        Await.until("two runs that wait", PATIENCE, () -> queue.waiting() == 2);
        assertThat(queue.admitted()).isEqualTo(2);
        assertThat(openDecoders()).isEqualTo(2);

        // waits for nothing
        queue.enter("c", Duration.ofSeconds(10)).close();

        goOn.countDown();
        for (CompletableFuture<Long> measured : measuring) {
            assertThat(measured.get(30, TimeUnit.SECONDS)).isEqualTo(SAMPLES);
        }
        assertThat(queue.admitted()).isZero();
    }
}
