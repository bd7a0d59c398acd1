package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.escriba.speech.entity.Token;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.TimedWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoonshineModelTest {

    static MoonshineModel english;

    @BeforeAll
    static void open() {
        english = MoonshineModel.open(MoonshineFixture.packed("moonshine-tiny-en"), MoonshineFixture.data());
    }

    @AfterAll
    static void close() {
        english.close();
    }

    @Test
    void transcribesEnglish() throws IOException, InterruptedException {
        Hypothesis hypothesis = english.transcribe(Sample.in("en"));
        assertThat(hypothesis.text()).containsIgnoringCase("library opens at nine in the morning");
        assertThat(hypothesis.tokens()).isBetween(12, 25);
        assertThat(hypothesis.meanLogProbability()).isBetween(-0.5, 0.0);
        assertThat(hypothesis.audioTokens()).isBetween(150, 180);
        assertThat(hypothesis.looping()).isFalse();
    }

    @Test
    void transcribesSpanish() throws IOException, InterruptedException {
        try (MoonshineModel spanish =
                MoonshineModel.open(MoonshineFixture.packed("moonshine-base-es"), MoonshineFixture.data())) {
            assertThat(spanish.language()).isEqualTo("es");
            Hypothesis hypothesis = spanish.transcribe(Sample.in("es"));
            assertThat(hypothesis.text()).containsIgnoringCase("buenos días. La biblioteca abre a las");
        }
    }

    @Test
    void stopsEarlyInAnUnknownLanguage() throws IOException, InterruptedException {
        EarlyStopping earlyStopping = new EarlyStopping(6, -0.7);

        assertThat(english.transcribe(Sample.in("es"), earlyStopping)).isEmpty();
        assertThat(english.transcribe(Sample.in("en"), earlyStopping)).contains(english.transcribe(Sample.in("en")));
    }

    @Test
    void acceptsSilenceAndEmptyAudio() throws IOException, InterruptedException {
        assertThat(english.transcribe(new float[16_000]).tokens()).isLessThan(15);
        assertThat(english.transcribe(new float[0]).audioTokens()).isPositive();
    }

    @Test
    void transcribesABatchLikeSingleUtterances() throws IOException, InterruptedException {
        float[] whole = Sample.in("en");
        float[] half = Arrays.copyOf(whole, whole.length / 2);
        List<float[]> utterances = List.of(half, whole, new float[8_000], whole, half, whole);
        List<Hypothesis> together = english.transcribe(utterances);
        for (int i = 0; i < utterances.size(); i++) {
            assertThat(together.get(i).text())
                    .isEqualTo(english.transcribe(utterances.get(i)).text());
        }
        assertThat(english.transcribe(List.of())).isEmpty();
    }

    @Test
    void stopsWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> english.transcribe(new float[16_000])).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void countsTokens() {
        assertThat(english.countTokens("Hello world")).isEqualTo(2);
    }

    @Test
    void tellsTheTimesOfWordsOnRequestAndWritesTheSameText() throws IOException, InterruptedException {
        Hypothesis plain = english.transcribe(Sample.in("en"));
        Hypothesis timed = english.withWords().transcribe(Sample.in("en"));
        assertThat(plain.words()).isEmpty();
        assertThat(timed.text()).isEqualTo(plain.text());
        assertThat(timed.written()).isEqualTo(plain.written());
        assertThat(timed.words().stream().map(TimedWord::text).collect(Collectors.joining(" ")))
                .isEqualTo(plain.text());
        assertThat(timed.words()).extracting(TimedWord::start).isSorted();
        assertThat(timed.words()).allSatisfy(word -> {
            assertThat(word.start()).isBetween(0.0, Sample.in("en").length / 16_000.0);
            assertThat(word.probability()).isBetween(0.0, 1.0);
        });
    }

    @Test
    void tellsTokensThatMakeTheText() throws IOException, InterruptedException {
        Hypothesis hypothesis = english.transcribe(Sample.in("en"));
        assertThat(hypothesis.written()).hasSize(hypothesis.tokens());
        assertThat(hypothesis.written().stream().map(Token::text).collect(Collectors.joining()))
                .isEqualTo(" " + hypothesis.text());
        assertThat(hypothesis.written())
                .allSatisfy(token -> assertThat(token.logProbability()).isNotPositive());
    }

    @Test
    void tellsTheTimesOfABatchAndWithHotwords() throws IOException, InterruptedException {
        float[] whole = Sample.in("en");
        List<TimedWord> alone = english.withWords().transcribe(whole).words();
        List<Hypothesis> others = new ArrayList<>(english.withWords().transcribe(List.of(whole, whole)));
        others.add(english.withHotwords("", List.of("library")).withWords().transcribe(whole));
        others.add(english.withWords().withHotwords("", List.of("library")).transcribe(whole));
        assertThat(others).allSatisfy(other -> {
            assertThat(other.words()).hasSameSizeAs(alone);
            for (int i = 0; i < alone.size(); i++) {
                assertThat(other.words().get(i).text()).isEqualTo(alone.get(i).text());
                assertThat(other.words().get(i).start()).isCloseTo(alone.get(i).start(), within(0.05));
            }
        });
    }

    @Test
    void knowsNoWordsWithoutAlignmentHeads(@TempDir Path directory) throws IOException {
        Path model = copy(directory, "");
        assertThat(MoonshineModel.namesHeads(model)).isFalse();
        try (MoonshineModel silent = MoonshineModel.open(model, MoonshineFixture.data())) {
            assertThat(silent.knowsWords()).isFalse();
            assertThat(silent.withWords()).isSameAs(silent);
        }
        assertThat(english.knowsWords()).isTrue();
        assertThat(MoonshineModel.namesHeads(MoonshineFixture.packed("moonshine-tiny-en")))
                .isTrue();
    }

    @Test
    void refusesAlignmentHeadsThatItDoesNotHave(@TempDir Path directory) throws IOException {
        Path model = copy(directory, "alignment-heads = 9.0");
        assertThatThrownBy(() -> MoonshineModel.open(model, MoonshineFixture.data()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alignment-heads")
                .hasMessageContaining("9.0");
    }

    private static Path copy(Path directory, String property) throws IOException {
        Path packed = MoonshineFixture.packed("moonshine-tiny-en");
        Path copy = Files.createDirectories(directory.resolve("moonshine-tiny-en"));
        for (String file : List.of(MergedDecoder.ENCODER, MergedDecoder.DECODER, "tokens.txt")) {
            Files.copy(packed.resolve(file), copy.resolve(file));
        }
        Files.writeString(copy.resolve("model.properties"), "language = en\n" + property + "\n");
        return copy;
    }
}
