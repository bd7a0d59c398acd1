package dev.escriba.culture.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user@example.com",
                "María Núñez, 3.º",
                "Mari\u0301a",
                "日本語 中文 한국어",
                "می\u200Cخواهم",
                "क्\u200Dष",
                "👩\u200D👩\u200D👧",
                "❤\uFE0F",
                "❤\uFE0F\u200D🔥",
                "1\uFE0F\u20E3",
                "𝒳 and \uD83D\uDE00"
            })
    void whatIsSeenIsPermitted(String text) {
        assertThat(VisibleText.isLine(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x1B, 0x7F, 0x85, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E,
                0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2064, 0x2066, 0x2067, 0x2068,
                0x2069, 0x2800, 0x3164, 0xD800, 0xDFFF, 0xFDD0, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0xE0001,
                0xE0061, 0xE0100, 0x1FFFF
            })
    void aCharacterThatHidesOrTurnsTextIsRefused(int c) {
        String text = "admin" + Character.toString(c) + "istrator";
        assertThat(VisibleText.isLine(text)).isFalse();
        assertThat(VisibleText.isLines(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\tb"})
    void onlyLinesHaveLayout(String text) {
        assertThat(VisibleText.isLine(text)).isFalse();
        assertThat(VisibleText.isLines(text)).isTrue();
    }

    @Test
    void halvesOfAPairInTheWrongOrderAreRefused() {
        assertThat(VisibleText.isLine("\uDE00\uD83D")).isFalse();
    }

    @Test
    void aJoinerNeedsBothSides() {
        assertThat(VisibleText.isLine("می\u200C")).isFalse();
        assertThat(VisibleText.isLine("\u200Cمی")).isFalse();
        assertThat(VisibleText.isLine("👩\u200Dm")).isFalse();
    }
}
