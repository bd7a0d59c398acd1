package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.SegmentListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpeechRecognitionTest {

    private static final RecognitionRequest ENGLISH = new RecognitionRequest(Set.of("en"), "");

    private final ScriptedEngine scripted = new ScriptedEngine("scripted", Set.of("en"));
    private final SpeechRecognition recognition = recognition(scripted);

    private static SpeechRecognition recognition(SpeechEngine... engines) {
        return new SpeechRecognition(new EngineRegistry(
                List.of(engines), new AdmissionQueue(1, 0, 1), new Models(List.of(model(engines[0].name())))));
    }

    private static AiModel model(String engine) {
        return new AiModel(
                UUID.randomUUID(), "Brought", "Test", engine, List.of("en"), true, "none", Optional.empty(), false);
    }

    @Test
    void closesTheAudioHoweverTheRunEnds() throws Exception {
        MemoryPcm audio = new MemoryPcm(new float[100]);
        recognition.recognize("scripted", ENGLISH, () -> audio);
        assertThat(audio.closed()).isTrue();

        scripted.fails(new IllegalStateException("broken"));
        MemoryPcm other = new MemoryPcm(new float[100]);
        assertThatThrownBy(() -> recognition.recognize("scripted", ENGLISH, () -> other))
                .hasMessage("broken");
        assertThat(other.closed()).isTrue();
    }

    @Test
    void tellsThePlaceHowMuchAudioWasReadWhateverTheHeaderClaims() throws Exception {
        List<Duration> told = new ArrayList<>();
        Admission.Place place = new Admission.Place() {
            @Override
            public void reached(Duration audio) {
                throw new AssertionError("it need not wait");
            }

            @Override
            public boolean reachedAtOnce(Duration audio) {
                told.add(audio);
                return true;
            }

            @Override
            public void close() {}
        };
        recognition.recognize(
                "scripted", ENGLISH, place, () -> new MemoryPcm(new float[160_000]), SegmentListener.NONE);
        assertThat(told.get(told.size() - 1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(told).isSorted();
    }

    /** A decoder that runs while its run waits would take what other runs need. */
    @Test
    void endsTheDecoderBeforeALongRunWaits() throws Exception {
        for (boolean isFree : new boolean[] {true, false}) {
            List<String> steps = new ArrayList<>();
            Admission.Place place = new Admission.Place() {
                @Override
                public void reached(Duration audio) {
                    steps.add("waited");
                }

                @Override
                public boolean reachedAtOnce(Duration audio) {
                    return isFree;
                }

                @Override
                public void close() {}
            };
            recognition.expect(place, Duration.ofMinutes(2), () -> steps.add("ended"));
            assertThat(steps).isEmpty();
            recognition.expect(place, Duration.ofMinutes(3), () -> steps.add("ended"));
            assertThat(steps).isEqualTo(isFree ? List.of() : List.of("ended", "waited"));
        }
    }

    /** The queue of a remote model is a limit for queued runs, too. */
    @Test
    void workInTheBackgroundNeedsAPlaceOnlyWhereItIsDoneElsewhere() throws Exception {
        try (Admission.Place taken = recognition.admit("scripted", "account")) {
            assertThat(taken).isNotNull();
            assertThat(recognition.admit("scripted", ENGLISH.inBackground())).isSameAs(Admission.CLAIMED);
            assertThatThrownBy(() -> recognition.admit("scripted", ENGLISH)).isInstanceOf(Problem.class);
        }
        AdmissionQueue own = new AdmissionQueue(1, 0, 1);
        scripted.admittedBy(own);
        try (Admission.Place taken = recognition.admit("scripted", ENGLISH.inBackground())) {
            assertThat(taken).isNotNull();
            assertThatThrownBy(() -> recognition.admit("scripted", ENGLISH.inBackground()))
                    .isInstanceOf(Problem.class);
        }
    }

    /** Each request that waits for another server keeps a thread. */
    @Test
    void requestsToOtherServersAreLimitedTogether() throws Exception {
        SharedPlaces shared = new SharedPlaces(() -> 4);
        SpeechRecognition limited = new SpeechRecognition(
                new EngineRegistry(
                        List.of(scripted), new AdmissionQueue(9, 0, 1), new Models(List.of(model("scripted")))),
                shared);
        limited.admit("scripted", "a").close();
        limited.admit("scripted", "a").close();
        assertThat(shared.taken()).as("work of this machine").isZero();

        scripted.admittedBy(new AdmissionQueue(3, 0, 1));
        Admission.Place first = limited.admit("scripted", "a");
        assertBusy(() -> limited.admit("scripted", "a"));
        Admission.Place second = limited.admit("scripted", "b");
        assertBusy(() -> limited.admit("scripted", "c"));
        assertThat(shared.taken()).isEqualTo(2);
        try (Admission.Place queued = limited.admit("scripted", ENGLISH.inBackground())) {
            assertThat(queued).isNotNull();
            assertThat(shared.taken()).as("a queued run keeps no request").isEqualTo(2);
            first.close();
            first.close();
            assertThat(shared.taken()).isEqualTo(1);
            limited.admit("scripted", "c").close();
        }
        second.close();

        scripted.admittedBy(new AdmissionQueue(1, 0, 1));
        try (Admission.Place only = limited.admit("scripted", "a")) {
            assertThat(only).isNotNull();
            assertBusy(() -> limited.admit("scripted", "b"));
            assertThat(shared.taken()).as("that of a refused run is given back").isEqualTo(1);
        }
        assertThat(shared.taken()).isZero();
    }

    private static void assertBusy(org.assertj.core.api.ThrowableAssert.ThrowingCallable admission) {
        assertThatThrownBy(admission).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.retryAfter()).isPresent();
        });
    }

    @Test
    void opensNoAudioForARunThatItRefuses() throws Exception {
        scripted.takes(Duration.ofMillis(500));
        AtomicInteger opened = new AtomicInteger();
        Thread inside = new Thread(() -> {
            try {
                recognition.recognize("scripted", ENGLISH, () -> {
                    opened.incrementAndGet();
                    return new MemoryPcm(new float[100]);
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        inside.start();
        await(() -> opened.get() == 1);

        assertThatThrownBy(() -> recognition.recognize("scripted", ENGLISH, () -> {
                    opened.incrementAndGet();
                    return new MemoryPcm(new float[100]);
                }))
                .isInstanceOf(Problem.class);

        assertThat(opened).hasValue(1);
        inside.join();
    }

    @Test
    void freesThePlaceWhereTheAudioDoesNotOpen() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> recognition.recognize("scripted", ENGLISH, () -> {
                        throw new IllegalStateException("no audio");
                    }))
                    .hasMessage("no audio");
        }
    }

    @Test
    void refusesARunAsStartingWhileTheModelsLoad() {
        SpeechRecognition starting =
                recognition(new ScriptedEngine("scripted", Set.of("en")).isStarting("the models are loading"));
        assertThatThrownBy(() -> starting.requireReady("scripted"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo("problem.starting"));
        recognition.requireReady("scripted");
    }

    @Test
    void refusesARunAsUnavailableOnceTheModelsHaveFailed() {
        SpeechRecognition failed =
                recognition(new ScriptedEngine("scripted", Set.of("en")).isDown("the models are missing"));
        assertThatThrownBy(() -> failed.requireReady("scripted"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo("problem.503"));
    }

    @Test
    void refusesRunsOfAnEngineThatIsNotReadyAndOfNoOther() throws Exception {
        ScriptedEngine loading = new ScriptedEngine("loading", Set.of("en")).isDown("its models are loading");
        SpeechRecognition both = recognition(scripted, loading);

        assertThatThrownBy(() -> both.recognize("loading", ENGLISH, () -> new MemoryPcm(new float[10])))
                .isInstanceOfSatisfying(
                        Problem.class, busy -> assertThat(busy.status()).isEqualTo(503));
        assertThatThrownBy(() -> both.admit("loading", "account")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> both.tokenLimit("loading", ENGLISH, Duration.ZERO))
                .isInstanceOf(Problem.class);
        assertThat(both.recognize("scripted", ENGLISH, () -> new MemoryPcm(Samples.tone(440, 0.5, 1)))
                        .text())
                .isEqualTo("scripted words");
        assertThat(both.readiness().isUp()).as("the default model's engine is").isTrue();
    }

    @Test
    void isReadyWhenTheDefaultModelsEngineIs() {
        assertThat(recognition.readiness().isUp()).isTrue();

        scripted.isDown("its models are loading");

        assertThat(recognition.readiness().reason()).contains("its models are loading");
    }

    @Test
    void admitsEachRunByTheAdmissionOfItsEngine() throws Exception {
        ScriptedEngine remote = new ScriptedEngine("remote", Set.of("en")).admittedBy(new AdmissionQueue(1, 0, 1));
        SpeechRecognition both = recognition(scripted, remote);
        scripted.meanwhile(() -> {
            assertThatThrownBy(() -> both.admit("scripted", "account")).isInstanceOf(Problem.class);
            assertThatCode(() -> both.admit("remote", "account").close()).doesNotThrowAnyException();
        });

        both.recognize("scripted", ENGLISH, () -> new MemoryPcm(new float[10]));
    }

    @Test
    void doesNotKnowOtherEngines() {
        assertThatThrownBy(() -> recognition.recognize("other", ENGLISH, () -> new MemoryPcm(new float[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void await(Await.Condition<RuntimeException> condition) throws InterruptedException {
        Await.until("state", Duration.ofMinutes(1), condition);
    }
}
