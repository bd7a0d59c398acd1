package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.Word;
import dev.escriba.speech.model.TimedWord;
import dev.escriba.speech.segmentation.Utterance;
import dev.escriba.speech.segmentation.UtteranceFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordClockTest {

    /** Speech from 0 to 2, a pause to 3, speech to 5, a pause to 6. */
    private static final Utterance PAUSED = UtteranceFixture.alternating(2, 1, 2, 1);

    private static TimedWord word(double start, double end) {
        return new TimedWord("word", start, end, 0.9);
    }

    private static double start(Utterance utterance, double attended) {
        return seconds(WordClock.words(List.of(word(attended, attended + 0.3)), utterance)
                .get(0)
                .start());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    @Test
    void aStartWithinAPauseMovesToItsEnd() {
        assertThat(start(PAUSED, 2.4)).isBetween(2.8, 3.1);
    }

    @Test
    void aStartInSilenceBeforeTheUtteranceMovesToTheFirstSpeech() {
        Utterance later = UtteranceFixture.alternating(0, 0.5, 2);
        assertThat(start(later, -0.3)).isBetween(0.45, 0.55);
        assertThat(start(later, 0)).isBetween(0.45, 0.55);
    }

    @Test
    void aStartShortlyBeforeAPauseMovesToItsEnd() {
        assertThat(start(PAUSED, 1.9)).isBetween(2.8, 3.1);
    }

    @Test
    void theEndOfAPhraseBeforeAPauseStays() {
        TimedWord end = new TimedWord("word.", 1.8, 1.9, 0.9);
        List<Word> words = WordClock.words(List.of(end, word(1.9, 3.3)), PAUSED);
        assertThat(seconds(words.get(0).start())).isEqualTo(1.8);
        assertThat(seconds(words.get(1).start())).isBetween(2.9, 3.1);
    }

    @Test
    void severalWordsMoveOverAPauseThatDoesNotFollowTheEndOfAPhrase() {
        assertThat(WordClock.words(List.of(word(1.8, 1.9), word(2.2, 3.3)), PAUSED))
                .allSatisfy(word -> assertThat(seconds(word.start())).isBetween(2.9, 3.1));
    }

    @Test
    void wordsThatWereAttendedToWithinOnePauseBeginOneAfterTheOther() {
        List<Word> words =
                WordClock.words(List.of(word(2.2, 2.4), word(2.4, 2.6), word(2.6, 3.6), word(3.6, 4)), PAUSED);
        assertThat(words).allSatisfy(word -> assertThat(seconds(word.start())).isGreaterThan(2.9));
        assertOneAfterTheOther(words);
        assertThat(seconds(words.get(2).end())).isBetween(3.5, 3.7);
    }

    @Test
    void aWordEndsWhereTheNextOneBegins() {
        List<Word> words = WordClock.words(List.of(word(0.2, 1.5), word(1, 1.6)), PAUSED);
        assertThat(words.get(0).end()).isEqualTo(words.get(1).start()).isEqualTo(Duration.ofSeconds(1));
        assertThat(seconds(words.get(1).end())).isEqualTo(1.6);
    }

    private static void assertOneAfterTheOther(List<Word> words) {
        for (int i = 1; i < words.size(); i++) {
            assertThat(words.get(i).start())
                    .isGreaterThan(words.get(i - 1).start())
                    .isGreaterThanOrEqualTo(words.get(i - 1).end());
        }
    }

    @Test
    void aStartBeforeAShortPauseMovesOnlyWhenItIsNear() {
        Utterance shortPause = UtteranceFixture.alternating(2, 0.1, 2);
        assertThat(start(shortPause, 1.95)).isBetween(2.05, 2.15);
        assertThat(start(shortPause, 1.8)).isEqualTo(1.8);
    }

    @Test
    void aStartWithinSpeechStays() {
        assertThat(start(PAUSED, 1.2)).isBetween(1.0, 1.2);
        assertThat(start(PAUSED, 3.9)).isBetween(3.7, 3.9);
    }

    @Test
    void aStartInTheSilenceAtTheEndStays() {
        assertThat(start(PAUSED, 5.3)).isBetween(4.9, 5.3);
    }

    @Test
    void aWordBeforeAPauseEndsWhereThePauseBegins() {
        List<Word> words = WordClock.words(List.of(word(1.2, 2.6), word(2.6, 3.5)), PAUSED);
        assertThat(seconds(words.get(0).end())).isBetween(1.9, 2.1);
        assertThat(words.get(1).start()).isGreaterThan(words.get(0).end());
    }

    @Test
    void aWordDoesNotGoOnOverAPause() {
        assertThat(seconds(
                        WordClock.words(List.of(word(1.2, 3.4)), PAUSED).get(0).end()))
                .isBetween(1.9, 2.1);
        assertThat(seconds(
                        WordClock.words(List.of(word(4.5, 5.9)), PAUSED).get(0).end()))
                .isBetween(4.9, 5.1);
    }

    @Test
    void timesAreThoseOfTheRecording() {
        Utterance later = UtteranceFixture.at(160_000, 4);
        Word word = WordClock.words(List.of(word(2, 2.5)), later).get(0);
        assertThat(seconds(word.start())).isBetween(11.8, 12.0);
        assertThat(seconds(word.end())).isBetween(12.3, 12.5);
        assertThat(word.text()).isEqualTo("word");
        assertThat(word.probability()).isEqualTo(0.9);
    }

    @Test
    void wordsLieWithinTheUtteranceInTheirOrder() {
        Utterance utterance = UtteranceFixture.at(16_000, 1);
        List<TimedWord> crowded = new ArrayList<>(List.of(word(-0.4, -0.2), word(0.5, 0.4), word(0.2, 0.9)));
        for (int i = 0; i < 20; i++) {
            crowded.add(word(7, 9));
        }
        List<Word> words = WordClock.words(crowded, utterance);
        assertThat(words).hasSameSizeAs(crowded);
        assertOneAfterTheOther(words);
        assertThat(words).allSatisfy(word -> {
            assertThat(word.start()).isGreaterThanOrEqualTo(utterance.start()).isLessThan(word.end());
            assertThat(word.end()).isLessThanOrEqualTo(utterance.end());
        });
    }
}
