package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
}
