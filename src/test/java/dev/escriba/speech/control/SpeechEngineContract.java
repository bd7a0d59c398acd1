package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.escriba.Await;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Token;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.speech.entity.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of every engine. */
public interface SpeechEngineContract {

    SpeechEngine engine();

    /** A few seconds of speech in a language of the engine. */
    float[] speech();

    private Recognition recognize(PcmStream audio) throws InterruptedException {
        return engine().recognize(audio, new RecognitionRequest(engine().languages(), ""));
    }

    @Test
    default void transcribesSpeech() throws Exception {
        Recognition recognition = recognize(new MemoryPcm(speech()));

        assertThat(recognition.text()).isNotBlank();
        assertThat(recognition.segments()).isNotEmpty().allSatisfy(segment -> {
            assertThat(segment.text()).isNotBlank();
            assertThat(segment.start()).isLessThan(segment.end());
            assertThat(segment.end()).isLessThanOrEqualTo(recognition.duration());
        });
    }

    @Test
    default void answersInOneOfTheLanguagesAskedFor() throws Exception {
        assertThat(recognize(new MemoryPcm(speech())).language().orElseThrow()).isIn(engine().languages());
        for (String language : engine().languages()) {
            Recognition recognition =
                    engine().recognize(new MemoryPcm(speech()), new RecognitionRequest(java.util.Set.of(language), ""));
            assertThat(recognition.language().orElse(language)).isEqualTo(language);
        }
    }

    @Test
    default void answersSilenceWithNothing() throws Exception {
        Recognition recognition = recognize(new MemoryPcm(new float[48_000]));

        assertThat(recognition.text()).isEmpty();
        assertThat(recognition.language()).isEmpty();
        assertThat(recognition.segments()).isEmpty();
        assertThat(recognition.completionTokens()).isZero();
    }

    @Test
    default void answersAnEmptyRecordingWithNothing() throws Exception {
        Recognition recognition = recognize(new MemoryPcm(new float[0]));

        assertThat(recognition.text()).isEmpty();
        assertThat(recognition.duration()).isZero();
    }

    @Test
    default void countsTheDurationInSamples() throws Exception {
        assertThat(recognize(new MemoryPcm(new float[12_345])).duration())
                .isEqualTo(Duration.ofNanos(12_345 * 62_500L));
    }

    /** Whether the engine closes the audio at its end, because its work goes on for long after that. */
    default boolean closesAtTheEnd() {
        return false;
    }

    @Test
    default void readsToTheEndAndNoFurther() throws Exception {
        MemoryPcm audio = new MemoryPcm(speech());

        recognize(audio);

        assertThat(audio.ended()).isTrue();
        assertThat(audio.closed()).isEqualTo(closesAtTheEnd());
        int reads = audio.reads();
        Await.holds("the engine has stopped reading", Duration.ofMillis(50), () -> audio.reads() == reads);
    }

    @Test
    default void countsTokensOfTextAndPrompt() throws Exception {
        Recognition without = recognize(new MemoryPcm(speech()));
        Recognition with = engine().recognize(
                        new MemoryPcm(speech()), new RecognitionRequest(engine().languages(), "Escriba, Jakarta"));

        assertThat(without.completionTokens()).isPositive();
        assertThat(without.promptTokens()).isNotNegative();
        assertThat(with.promptTokens()).isGreaterThan(without.promptTokens());
    }

    @Test
    default void countsNoMoreTokensThanItsLimit() throws Exception {
        for (String prompt : List.of("", "Escriba, Jakarta")) {
            RecognitionRequest request = new RecognitionRequest(engine().languages(), prompt);
            for (float[] samples : List.of(speech(), new float[0], new float[100], new float[48_000])) {
                Recognition recognition = engine().recognize(new MemoryPcm(samples), request);
                TokenLimit limit = engine().tokenLimit(recognition.duration(), request);

                assertThat(recognition.promptTokens()).isLessThanOrEqualTo(limit.promptTokens());
                assertThat(recognition.completionTokens()).isLessThanOrEqualTo(limit.completionTokens());
            }
        }
    }

    @Test
    default void tellsEachSegmentOfTheResultOnce() throws Exception {
        List<Segment> told = new ArrayList<>();
        Recognition recognition = engine().recognize(
                        new MemoryPcm(speech()), new RecognitionRequest(engine().languages(), ""), told::add);

        assertThat(told).isNotEmpty().isEqualTo(recognition.segments());
    }

    @Test
    default void tellsWordsOnlyWhereTheRequestAsksForThem() throws Exception {
        assertThat(recognize(new MemoryPcm(speech())).segments())
                .allSatisfy(segment -> assertThat(segment.words()).isEmpty());
    }

    @Test
    default void tellsTheTimesOfWordsAndDoesNotChangeTheText() throws Exception {
        RecognitionRequest request =
                new RecognitionRequest(Optional.empty(), engine().languages(), "", List.of(), true, "", Duration.ZERO);
        assumeTrue(engine().knowsWords(request), "the engine knows no words");
        Recognition without = recognize(new MemoryPcm(speech()));
        Recognition with = engine().recognize(new MemoryPcm(speech()), request);

        assertThat(with.text()).isEqualTo(without.text());
        assertThat(with.completionTokens()).isEqualTo(without.completionTokens());
        assertThat(with.segments()).isNotEmpty().allSatisfy(segment -> {
            assertThat(segment.words()).isNotEmpty();
            assertThat(segment.words().stream().map(Word::text).collect(Collectors.joining(" ")))
                    .isEqualTo(segment.text());
            assertThat(segment.words()).extracting(Word::start).isSorted();
            assertThat(segment.words()).allSatisfy(word -> {
                assertThat(word.start()).isGreaterThanOrEqualTo(segment.start()).isLessThan(word.end());
                assertThat(word.end()).isLessThanOrEqualTo(segment.end());
                assertThat(word.probability()).isBetween(0.0, 1.0);
            });
        });
    }

    @Test
    default void tellsTokensThatMakeTheText() throws Exception {
        Recognition recognition = recognize(new MemoryPcm(speech()));

        assertThat(recognition.segments()).allSatisfy(segment -> {
            assertThat(segment.noSpeechProbability()).isBetween(0.0, 1.0);
            assertThat(segment.meanLogProbability()).isNotPositive();
            assertThat(segment.tokens())
                    .allSatisfy(token -> assertThat(token.logProbability()).isNotPositive());
            if (!segment.tokens().isEmpty()) {
                assertThat(segment.tokens().stream().map(Token::text).collect(Collectors.joining()))
                        .isEqualToIgnoringWhitespace(segment.text());
            }
        });
    }

    @Test
    default void servesManyAtOnce() throws Exception {
        Recognition alone = recognize(new MemoryPcm(speech()));
        ExecutorService callers = Executors.newFixedThreadPool(6);
        try {
            List<Future<Recognition>> together = IntStream.range(0, 12)
                    .mapToObj(i -> callers.submit(() -> recognize(new MemoryPcm(speech()))))
                    .toList();
            for (Future<Recognition> one : together) {
                assertThat(one.get()).isEqualTo(alone);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    @Timeout(20)
    default void stopsWhenInterrupted() throws Exception {
        AtomicReference<Throwable> end = new AtomicReference<>();
        MemoryPcm endless = MemoryPcm.endless(speech());
        Thread run = new Thread(() -> {
            try {
                recognize(endless);
            } catch (InterruptedException | RuntimeException e) {
                end.set(e);
            }
        });
        run.start();
        Await.until("engine that works", Duration.ofSeconds(10), () -> endless.reads() > 50);
        run.interrupt();
        run.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        int reads = endless.reads();
        Await.holds("the engine has stopped reading", Duration.ofMillis(50), () -> endless.reads() == reads);
    }

    @Test
    default void passesOnAnErrorOfTheAudio() {
        Problem broken = Problem.invalid("File", "file.undecodable");

        assertThatThrownBy(() -> recognize(MemoryPcm.failing(speech(), broken))).isSameAs(broken);
    }
}
