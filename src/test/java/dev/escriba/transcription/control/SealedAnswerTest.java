package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealedAnswerTest {

    @Test
    void onlyWhoKnowsTheKeyReadsTheText() {
        String sealed = SealedAnswer.seal("buenos días", "account", "key");
        assertThat(SealedAnswer.open(sealed, "account", "key")).contains("buenos días");
        assertThat(SealedAnswer.open(sealed, "account", "another")).isEmpty();
        assertThat(SealedAnswer.open(sealed, "another", "key")).isEmpty();
        assertThat(SealedAnswer.open(sealed.substring(4), "account", "key")).isEmpty();
    }

    @Test
    void noTwoSealsAreAlike() {
        assertThat(SealedAnswer.seal("a", "account", "key")).isNotEqualTo(SealedAnswer.seal("a", "account", "key"));
        assertThat(SealedAnswer.digest("account", "key"))
                .isEqualTo(SealedAnswer.digest("account", "key"))
                .isNotEqualTo(SealedAnswer.digest("other", "key"))
                .hasSize(64);
    }
}
