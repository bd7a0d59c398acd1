package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealedAnswerTest {

    @Test
    void onlyTheKeyDecryptsTheText() {
        String encrypted = SealedAnswer.encrypt("buenos días", "account", "key");
        assertThat(SealedAnswer.decrypt(encrypted, "account", "key")).contains("buenos días");
        assertThat(SealedAnswer.decrypt(encrypted, "account", "another")).isEmpty();
        assertThat(SealedAnswer.decrypt(encrypted, "another", "key")).isEmpty();
        assertThat(SealedAnswer.decrypt(encrypted.substring(4), "account", "key"))
                .isEmpty();
    }

    @Test
    void encryptsTheSameTextDifferentlyEachTime() {
        assertThat(SealedAnswer.encrypt("a", "account", "key"))
                .isNotEqualTo(SealedAnswer.encrypt("a", "account", "key"));
        assertThat(SealedAnswer.digest("account", "key"))
                .isEqualTo(SealedAnswer.digest("account", "key"))
                .isNotEqualTo(SealedAnswer.digest("other", "key"))
                .hasSize(64);
    }
}
