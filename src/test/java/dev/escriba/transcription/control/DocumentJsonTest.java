package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Token;
import dev.escriba.speech.entity.Word;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DocumentJsonTest {

    private static final Word WORD = new Word("«¿Qué\"\n", Duration.ofNanos(62_500), Duration.ofSeconds(10), 0.75);

    @Test
    void segmentsAreReadAsTheyWereWritten() {
        List<Segment> segments = List.of(
                segment("buenos días", -0.125, 0.0625, List.of(WORD, WORD)).of(1),
                segment("\u0001 \"quoted\" 😀", -1e-9, 0, List.of()));

        assertThat(DocumentJson.write(segments).map(DocumentJson::read)).contains(segments);
        assertThat(DocumentJson.write(List.of()).map(DocumentJson::read)).contains(List.of());
    }

    @Test
    void tokensAreNotStored() {
        Segment segment = new Segment(
                Duration.ZERO,
                Duration.ofSeconds(1),
                "a",
                "en",
                -0.1,
                0.2,
                List.of(new Token(7, " a", -0.1)),
                List.of(),
                OptionalInt.empty());

        assertThat(DocumentJson.write(List.of(segment)))
                .hasValue("{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"a\",\"language\":\"en\","
                        + "\"avg_logprob\":-0.1,\"no_speech\":0.2}]}");
    }

    @Test
    void aProbabilityThatIsUnknownStaysUnknown() {
        List<Segment> read = DocumentJson.write(List.of(segment("a", Double.NaN, Double.NEGATIVE_INFINITY, List.of())))
                .map(DocumentJson::read)
                .orElseThrow();

        assertThat(read.get(0).meanLogProbability()).isNaN();
        assertThat(read.get(0).noSpeechProbability()).isNaN();
    }

    @Test
    void namesOfALaterVersionAreIgnored() {
        String later = "{\"version\":2,\"segments\":[{\"start\":0.5,\"end\":1e1,\"text\":\"a\",\"mood\":[]}],\"x\":{}}";

        assertThat(DocumentJson.read(later)).singleElement().satisfies(segment -> {
            assertThat(segment.start()).isEqualTo(Duration.ofMillis(500));
            assertThat(segment.end()).isEqualTo(Duration.ofSeconds(10));
            assertThat(segment.language()).isEmpty();
            assertThat(segment.words()).isEmpty();
        });
        assertThat(DocumentJson.read("{}")).isEmpty();
    }

    @Test
    void wordsAreLeftOutWhereTheDocumentWouldBeTooLong() {
        List<Segment> segments = List.of(segment("a", -0.1, 0, Collections.nCopies(200_000, WORD)));

        assertThat(DocumentJson.write(segments).map(DocumentJson::read))
                .contains(List.of(segment("a", -0.1, 0, List.of())));
    }

    @Test
    void aDocumentThatIsTooLongIsNotWritten() {
        assertThat(DocumentJson.write(List.of(segment("a".repeat(10_000_001), -0.1, 0, List.of()))))
                .isEmpty();
    }

    private static Segment segment(String text, double probability, double noSpeech, List<Word> words) {
        return new Segment(
                Duration.ofNanos(1_062_500),
                Duration.ofHours(100),
                text,
                "es",
                probability,
                noSpeech,
                List.of(),
                words,
                OptionalInt.empty());
    }
}
