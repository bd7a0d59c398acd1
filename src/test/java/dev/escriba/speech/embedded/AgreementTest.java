package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void isWholeWhereOnlyCaseAndPunctuationDiffer() {
        assertThat(Agreement.of("Mi abuela, Ángela.", "mi abuela Ángela")).isEqualTo(1);
        assertThat(Agreement.of("", "...")).isEqualTo(1);
    }

    @Test
    void isTheShareOfLettersInCommon() {
        assertThat(Agreement.of("abcd", "abxd")).isEqualTo(0.75);
        assertThat(Agreement.of("ab", "abcdefgh")).isEqualTo(0.25);
    }

    @Test
    void isNoneWhereNothingIs() {
        assertThat(Agreement.of("abc", "xyz")).isZero();
        assertThat(Agreement.of("abc", "")).isZero();
    }
}
