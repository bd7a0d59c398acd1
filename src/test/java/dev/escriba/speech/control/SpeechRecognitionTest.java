package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.storage.control.DataDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpeechRecognitionTest {

    private static final RecognitionRequest ENGLISH = new RecognitionRequest(Set.of("en"), "");

    @TempDir
    Path directory;

    private final ScriptedEngine scripted = new ScriptedEngine("scripted", Set.of("en"));

    private SpeechRecognition ready() {
        SpeechRecognition recognition = configured();
        recognition.register(scripted);
        recognition.up();
        return recognition;
    }

    private SpeechRecognition configured() {
        SpeechRecognition recognition = new SpeechRecognition();
        recognition.data = new DataDirectory(directory);
        recognition.configuredWorkers = Optional.of(1);
        recognition.configuredRuns = Optional.of(1);
        recognition.waitingLine = 0;
        recognition.configure();
        return recognition;
    }

    @Test
    void whileTheModelsLoadARunIsToldThatTheServiceIsStarting() {
        assertThatThrownBy(configured()::requireReady)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo("problem.starting"));
        ready().requireReady();
    }

    @Test
    void onceTheModelsHaveFailedARunIsNotToldToComeBackSoon() throws Exception {
        SpeechRecognition recognition = configured();
        recognition.start(List.of(directory.resolve("nothing")), LoadedSpeech::daemon);
        assertThat(recognition.started().toCompletableFuture().get().isUp()).isFalse();
        assertThatThrownBy(recognition::requireReady)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo("problem.503"));
    }

    @Test
    void becomesReadyOnlyWhenTheModelsHaveProvedThemselves() throws Exception {
        SpeechRecognition recognition = configured();
        assertThat(recognition.ready()).isFalse();
        assertThatThrownBy(() -> recognition.recognize("embedded", ENGLISH, () -> new MemoryPcm(new float[10])))
                .isInstanceOfSatisfying(
                        Problem.class, busy -> assertThat(busy.status()).isEqualTo(503));

        recognition.start(LoadedSpeech.MODELS, LoadedSpeech::daemon);
        await(recognition::ready);

        assertThat(recognition.languages()).containsExactlyInAnyOrder("en", "es");
        float[] samples = Samples.said("en");
        assertThat(recognition
                        .recognize("embedded", ENGLISH, () -> new MemoryPcm(samples))
                        .text())
                .containsIgnoringCase("weather");
        recognition.stop();
        assertThat(recognition.ready()).isFalse();
    }

    @Test
    void staysDownWithAReasonWhereAModelDoesNotLoad() throws Exception {
        SpeechRecognition recognition = configured();
        recognition.start(List.of(directory.resolve("missing")), LoadedSpeech::daemon);
        await(() -> recognition.readiness().reason().orElse("").contains("missing"));

        assertThat(recognition.ready()).isFalse();
    }

    @Test
    void closesTheAudioHoweverTheRunEnds() throws Exception {
        SpeechRecognition recognition = ready();
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
    void opensNoAudioForARunThatItRefuses() throws Exception {
        SpeechRecognition recognition = ready();
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
        SpeechRecognition recognition = ready();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> recognition.recognize("scripted", ENGLISH, () -> {
                        throw new IllegalStateException("no audio");
                    }))
                    .hasMessage("no audio");
        }
    }

    @Test
    void refusesConfigurationThatMakesNoSense() {
        SpeechRecognition recognition = new SpeechRecognition();
        recognition.configuredWorkers = Optional.of(0);

        assertThatThrownBy(recognition::configure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("escriba.speech.workers");

        recognition.configuredWorkers = Optional.empty();
        recognition.configuredWaitingPerCaller = Optional.of(0);
        assertThatThrownBy(recognition::configure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("escriba.speech.waiting-line-per-caller");
    }

    @Test
    void doesNotKnowOtherEngines() {
        assertThatThrownBy(() -> ready().recognize("other", ENGLISH, () -> new MemoryPcm(new float[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
    }
}
