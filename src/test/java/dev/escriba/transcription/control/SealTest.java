package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealTest {

    @Test
    void onlyWhoKnowsTheKeyReadsTheText() {
        String sealed = Seal.seal("buenos días", "account", "key");
        assertThat(Seal.open(sealed, "account", "key")).contains("buenos días");
        assertThat(Seal.open(sealed, "account", "another")).isEmpty();
        assertThat(Seal.open(sealed, "another", "key")).isEmpty();
        assertThat(Seal.open(sealed.substring(4), "account", "key")).isEmpty();
    }

    @Test
    void noTwoSealsAreAlike() {
        assertThat(Seal.seal("a", "account", "key")).isNotEqualTo(Seal.seal("a", "account", "key"));
        assertThat(Seal.digest("account", "key"))
                .isEqualTo(Seal.digest("account", "key"))
                .isNotEqualTo(Seal.digest("other", "key"))
                .hasSize(64);
    }
}
