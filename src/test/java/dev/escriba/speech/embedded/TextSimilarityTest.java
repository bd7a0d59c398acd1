package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextSimilarityTest {

    @Test
    void isOneWhereOnlyCaseAndPunctuationDiffer() {
        assertThat(TextSimilarity.of("Mi abuela, Ángela.", "mi abuela Ángela")).isEqualTo(1);
        assertThat(TextSimilarity.of("", "...")).isEqualTo(1);
    }

    @Test
    void isTheShareOfLettersInCommon() {
        assertThat(TextSimilarity.of("abcd", "abxd")).isEqualTo(0.75);
        assertThat(TextSimilarity.of("ab", "abcdefgh")).isEqualTo(0.25);
    }

    @Test
    void isZeroWithNothingInCommon() {
        assertThat(TextSimilarity.of("abc", "xyz")).isZero();
        assertThat(TextSimilarity.of("abc", "")).isZero();
    }
}
