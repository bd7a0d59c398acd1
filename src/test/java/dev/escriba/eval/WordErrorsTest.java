package dev.escriba.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordErrorsTest {

    @Test
    void comparesWordsWithoutCasePunctuationAndAccents() {
        assertThat(WordErrors.between("Día, ¿qué tal? don't", "dia que tal: DON’T!"))
                .isEqualTo(new WordErrors(0, 4));
    }

    @Test
    void countsTheLeastNumberOfChanges() {
        assertThat(WordErrors.between("a b c d", "a x c")).isEqualTo(new WordErrors(2, 4));
        assertThat(WordErrors.between("one two", "")).isEqualTo(new WordErrors(2, 2));
        assertThat(WordErrors.between("one", "one and two")).isEqualTo(new WordErrors(2, 1));
    }

    @Test
    void leavesNumbersAsTheyAreWritten() {
        assertThat(WordErrors.between("three hours", "3 hours").errors()).isEqualTo(1);
    }

    @Test
    void addsUp() {
        assertThat(new WordErrors(1, 10).plus(new WordErrors(2, 20)).percent()).isEqualTo(10);
    }
}
