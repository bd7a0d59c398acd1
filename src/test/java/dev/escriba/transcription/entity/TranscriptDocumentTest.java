package dev.escriba.transcription.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TranscriptDocumentTest {

    @Test
    void channelsAreNamedInTheOrderInWhichTheySpeak() {
        TranscriptDocument document = new TranscriptDocument(
                List.of(segment("en").of(3), segment("es").of(0), segment("en").of(3)));

        assertThat(document.speakers()).hasSize(2).containsEntry(3, "A").containsEntry(0, "B");
        assertThat(document.languages()).containsExactly("en", "es");
    }

    @Test
    void mixedChannelsHaveNoName() {
        assertThat(new TranscriptDocument(List.of(segment("en"))).speakers()).isEmpty();
    }

    @Test
    void namesDoNotEndWithTheAlphabet() {
        TranscriptDocument document = new TranscriptDocument(IntStream.range(0, 28)
                .mapToObj(channel -> segment("en").of(channel))
                .toList());

        assertThat(document.speakers())
                .containsEntry(25, "Z")
                .containsEntry(26, "AA")
                .containsEntry(27, "AB");
    }

    @Test
    void aTextAloneIsOneSegment() {
        TranscriptDocument document = TranscriptDocument.ofText("some words", Optional.empty(), Duration.ofSeconds(3));

        assertThat(document.segments()).singleElement().satisfies(segment -> {
            assertThat(segment.end()).isEqualTo(Duration.ofSeconds(3));
            assertThat(segment.meanLogProbability()).isNaN();
        });
        assertThat(document.languages()).isEmpty();
        assertThat(TranscriptDocument.ofText("", Optional.of("en"), Duration.ofSeconds(3))
                        .segments())
                .isEmpty();
    }

    private static Segment segment(String language) {
        return new Segment(Duration.ZERO, Duration.ofSeconds(1), "words", language, -0.1);
    }
}
