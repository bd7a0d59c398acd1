package dev.escriba.openai.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpeakersTest {

    @Test
    void lettersAreInOrderOfAppearance() {
        assertThat(names(List.of(), 2, 0, 2, 1)).containsExactly("A", "B", "A", "C");
    }

    @Test
    void givenNamesBelongToTheFirstChannels() {
        assertThat(names(List.of("Ana", "Zoe"), 3, 1, 2, 0, 3)).containsExactly("A", "Zoe", "B", "Ana", "A");
    }

    @Test
    void aLetterThatIsAGivenNameIsLeftOut() {
        assertThat(names(List.of("B", "A"), 0, 2, 3, 1)).containsExactly("B", "C", "D", "A");
    }

    @Test
    void twoLettersFollowTheLastOne() {
        assertThat(names(List.of(), IntStream.range(0, 28).toArray())).endsWith("Z", "AA", "AB");
    }

    @Test
    void mixedChannelsAreOneSpeaker() {
        Speakers speakers = new Speakers(List.of());
        assertThat(speakers.of(AudioFixture.HELLO)).isEqualTo("A");
        assertThat(speakers.of(AudioFixture.HELLO)).isEqualTo("A");
    }

    private static List<String> names(List<String> given, int... channels) {
        Speakers speakers = new Speakers(given);
        return IntStream.of(channels)
                .mapToObj(
                        channel -> AudioFixture.segment(0, 1, "a", "en", List.of(), List.of(), OptionalInt.of(channel)))
                .map(speakers::of)
                .toList();
    }
}
