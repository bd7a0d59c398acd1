package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.escriba.eval.Recordings;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.moonshine.MoonshineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings from the field in which speakers repeat a word. */
class RepeatedWordsTest {

    private static final Path FIELD = Path.of("../shared/field");

    private static LoadedSpeech speech;

    @BeforeAll
    static void load() throws InterruptedException {
        assumeTrue(Files.isDirectory(FIELD), "the recordings of the field are not here");
        speech = LoadedSpeech.start(MoonshineFixture.data().root());
    }

    @AfterAll
    static void close() {
        if (speech != null) {
            speech.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "real-voice-hello-x3-becomes-es.wav, hello, 2",
        "real-voice-seven-of-clubs-x4.wav, seven of, 3",
        "help-x6-lost-between-two-sentences.mp3, help, 3",
        "control-help-x6-kept-with-short-pauses.mp3, help, 3"
    })
    void writesAWordAsOftenAsItIsSaid(String name, String words, int least) throws IOException, InterruptedException {
        Path file = FIELD.resolve(name);
        assumeTrue(Files.exists(file), "this recording of the field is not here");

        Recognition recognition = speech.engine()
                .recognize(Recordings.stream(Recordings.decode(file)), new RecognitionRequest(Set.of("en", "es"), ""));

        assertThat(recognition.language()).contains("en");
        assertThat(recognition.text().toLowerCase(Locale.ROOT).split(words, -1))
                .as("parts of the text between the words")
                .hasSizeGreaterThan(least);
    }
}
