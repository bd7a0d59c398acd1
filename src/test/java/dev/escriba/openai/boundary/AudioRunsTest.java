package dev.escriba.openai.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.openai.entity.Task;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Recognition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AudioRunsTest {

    private static final AudioRuns.Told TRANSLATION = new AudioRuns.Told(Task.TRANSLATE, null);

    @Test
    void aTranslationIsRefusedBeforeItIsChargedUnlessAllSpeechIsEnglish() {
        TRANSLATION.segment(AudioFixture.HELLO);
        TRANSLATION.recognized(silence(false));
        requireRefused(() -> TRANSLATION.segment(AudioFixture.HOLA));
        requireRefused(() -> TRANSLATION.recognized(silence(true)));
    }

    @Test
    void aTranscriptionMayBeInAnyLanguage() {
        AudioRuns.Told transcription = new AudioRuns.Told(Task.TRANSCRIBE, null);
        transcription.segment(AudioFixture.HOLA);
        transcription.recognized(silence(true));
        assertThat(transcription.task()).isEqualTo(Task.TRANSCRIBE);
    }

    /** The stored transcript has neither tokens nor the names of speakers. */
    @Test
    void aRequestWaitsOnlyIfItsAnswerCanBeReadLater() {
        assertThat(AudioRuns.mayWait(AudioFixture.request(ResponseFormat.JSON, false, true)))
                .isTrue();
        assertThat(AudioRuns.mayWait(AudioFixture.request(ResponseFormat.JSON, true, false)))
                .isFalse();
        assertThat(AudioRuns.mayWait(AudioFixture.request(ResponseFormat.DIARIZED_JSON, false, false, "Ana")))
                .isFalse();
    }

    private static void requireRefused(ThrowingCallable step) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(step)
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(404))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo("openai.translation"));
    }

    private static Recognition silence(boolean unknownLanguage) {
        return new Recognition("", Optional.empty(), List.of(), Duration.ofSeconds(1), 0, 10, unknownLanguage);
    }
}
