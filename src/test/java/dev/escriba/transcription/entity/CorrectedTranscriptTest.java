package dev.escriba.transcription.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectedTranscriptTest {

    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");

    @Test
    void withoutCorrectionsTheTextIsThatOfTheMachine() {
        CorrectedTranscript transcript = transcript(Map.of(), "The  quick fox.");
        assertThat(transcript.text()).isEqualTo("one two three four");
        assertThat(transcript.spoken()).isEqualTo(transcript.machine().segments());
    }

    @Test
    void aCorrectedSegmentKeepsItsTimesAndItsChannel() {
        CorrectedTranscript transcript = transcript(Map.of(0, correction(0, "one too")), "three four");
        assertThat(transcript.text()).isEqualTo("one too three four");
        assertThat(transcript.segment(0)).satisfies(segment -> {
            assertThat(segment.start()).isEqualTo(Duration.ZERO);
            assertThat(segment.end()).isEqualTo(Duration.ofSeconds(4));
            assertThat(segment.language()).isEqualTo("en");
        });
        assertThat(transcript.correction(0)).contains(correction(0, "one too"));
        assertThat(transcript.correction(1)).isEmpty();
    }

    @Test
    void aSegmentOfBlanksIsNotInTheText() {
        CorrectedTranscript transcript = transcript(Map.of(1, correction(1, "last")), " ");
        assertThat(transcript.text()).isEqualTo("one two a b last");
        assertThat(transcript(Map.of(0, correction(0, "first")), " ").text()).isEqualTo("first");
    }

    @Test
    void aSegmentThatIsCorrectedToNothingIsInNoExport() {
        CorrectedTranscript transcript = transcript(Map.of(0, correction(0, "")), "three four");
        assertThat(transcript.text()).isEqualTo("three four");
        assertThat(transcript.spoken()).hasSize(1);
    }

    /** The words of the machine are of one second each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b c d | a b c d | a 0-1000 0.5, b 1000-2000 0.5, c 2000-3000 0.5, d 3000-4000 0.5",
                "a b c d | a X c d | a 0-1000 0.5, X 1000-2000 NaN, c 2000-3000 0.5, d 3000-4000 0.5",
                "a b c d | a XX YY d | a 0-1000 0.5, XX 1000-2000 NaN, YY 2000-3000 NaN, d 3000-4000 0.5",
                "a b c d | a XYZ d | a 0-1000 0.5, XYZ 1000-3000 NaN, d 3000-4000 0.5",
                "a b c d | A, b C. d! | A, 0-1000 0.5, b 1000-2000 0.5, C. 2000-3000 0.5, d! 3000-4000 0.5",
                "a b c d | b c d | b 1000-2000 0.5, c 2000-3000 0.5, d 3000-4000 0.5",
                "a b c d | a b X c d | a 0-1000 0.5, b 1000-2000 0.5, X 2000-2000 NaN, c 2000-3000 0.5, d 3000-4000 0.5",
                "a b c d | X | X 0-4000 NaN",
                "a b c d | '' | ''",
                "a a a | a a | a 0-1000 0.5, a 1000-2000 0.5"
            })
    void wordsThatStayKeepTheirTimesAndNewOnesShareThoseTheyReplace(String machine, String text, String words) {
        assertThat(WordAlignment.align(segment(machine, true), text).stream()
                        .map(word -> "%s %d-%d %s"
                                .formatted(
                                        word.text(),
                                        word.start().toMillis(),
                                        word.end().toMillis(),
                                        word.probability()))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(words);
    }

    @Test
    void wordsOfAMachineThatKnowsNoTimesHaveNone() {
        assertThat(WordAlignment.align(segment("a b", false), "a c")).isEmpty();
    }

    @Test
    void aVeryLongSegmentIsNotCompared() {
        String words = "w ".repeat(501).strip();
        assertThat(WordAlignment.align(segment(words, true), words)).isEmpty();
        String fewer = "w ".repeat(500).strip();
        assertThat(WordAlignment.align(segment(fewer, true), fewer)).hasSize(500);
    }

    private static Correction correction(int segment, String text) {
        return new Correction(segment, text, "key:ana", NOW);
    }

    private static CorrectedTranscript transcript(Map<Integer, Correction> corrections, String second) {
        return new CorrectedTranscript(
                new TranscriptDocument(List.of(segment("one two a b", true), segment(second, true))),
                "one two three four",
                corrections,
                Optional.empty(),
                Optional.of(NOW));
    }

    private static Segment segment(String text, boolean withWords) {
        List<Word> words = new ArrayList<>();
        for (String word : withWords ? text.split(" ", -1) : new String[0]) {
            int at = words.size();
            words.add(new Word(word, Duration.ofSeconds(at), Duration.ofSeconds(at + 1L), 0.5));
        }
        return new Segment(
                Duration.ZERO, Duration.ofSeconds(4), text, "en", -0.1, 0, List.of(), words, OptionalInt.empty());
    }
}
