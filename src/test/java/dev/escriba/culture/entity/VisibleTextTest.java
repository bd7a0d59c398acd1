package dev.escriba.culture.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.List;
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
                0xE0061, 0xE0100, 0x1FFFF, 0x2065, 0xFFF0, 0xFFF8, 0xE0000, 0xE0002, 0xE001F, 0xE0080, 0xE00FF, 0xE01F0,
                0xE0FFF
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

    /** Two names that look alike would be two names. A text that is no name may have such spaces. */
    @ParameterizedTest
    @ValueSource(ints = {0xA0, 0x1680, 0x2000, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F, 0x205F})
    void aNameHasNoOtherSpaceThanTheUsualOne(int c) {
        for (String name : List.of("Ana" + Character.toString(c) + "Paz", Character.toString(c))) {
            assertThat(VisibleText.faultOfName(name)).map(Message::key).contains("text.other-space");
            assertThat(VisibleText.isLine(name)).isTrue();
            assertThat(VisibleText.isLines(name)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ana Paz", "山田\u3000太郎", "María Núñez, 3.º"})
    void theUsualSpaceAndTheIdeographicOneArePermittedInNames(String name) {
        assertThat(VisibleText.faultOfName(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u200Bb"})
    void whatIsRefusedInALineIsRefusedInAName(String name) {
        assertThat(VisibleText.faultOfName(name)).map(Message::key).contains("text.control-characters");
    }

    @Test
    void halvesOfAPairInTheWrongOrderAreRefused() {
        assertThat(VisibleText.isLine("\uDE00\uD83D")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2139\uFE0F",
                "\u3030\uFE0F",
                "\u303D\uFE0F",
                "\u203C\uFE0F \u2049\uFE0F \u2194\uFE0F \u24C2\uFE0F \u3297\uFE0F \u00A9\uFE0F \u2764\uFE0E",
                "#\uFE0F\u20E3*\uFE0F\u20E30\uFE0F\u20E39\uFE0F\u20E31\u20E3",
                "👍🏽 ☝🏿",
                "🇦🇷🇪🇸",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
                "🏳\uFE0F\u200D🌈 🏴\u200D☠\uFE0F",
                "👨🏽\u200D❤\uFE0F\u200D💋\u200D👨🏿",
                "👨\u200D👩\u200D👧\u200D👦",
                "👁\uFE0F\u200D🗨\uFE0F 🕵🏻\u200D♂\uFE0F 👨\u200D🦰",
                "🙂\u200D↔\uFE0F 🐦\u200D🔥 ⛓\uFE0F\u200D💥",
                // newer than what Java 17 knows
                "\uD83E\uDEE9 \uD83E\uDEF1\uD83C\uDFFB\u200D\uD83E\uDEF2\uD83C\uDFFF"
            })
    void everyKindOfEmojiIsPermitted(String text) {
        assertThat(VisibleText.isLine(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\uFE0F",
                "1\uFE0F2",
                "a\uFE0F\u20E3",
                "❤\uFE0F\uFE0F",
                "★\uFE0F",
                "👩\u200D",
                "\u200D👩",
                "👩\u200D\u200D👧",
                "👩\u200C👧",
                "👩\u200D1",
                "👩\u200D🇦🇷",
                "🏴\uDB40\uDC67\uDB40\uDC62",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F",
                "🏴\uDB40\uDC31\uDB40\uDC32\uDB40\uDC33\uDB40\uDC7F",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC67\uDB40\uDC67\uDB40\uDC7F",
                "👍\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
                "\uDB40\uDC67\uDB40\uDC7F",
                "❤\u202E",
                "👍\u200B"
            })
    void whatIsHiddenBesideAnEmojiIsRefused(String text) {
        assertThat(VisibleText.isLine(text)).isFalse();
    }

    /** The set is compared with the properties of the JDK, where it has them (21 and later). */
    @Test
    void theSetOfEmojiIsThatOfUnicode() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "the JDK knows no emoji");
        Method isEmoji = Character.class.getMethod("isEmoji", int.class);
        Method isReserved = Character.class.getMethod("isExtendedPictographic", int.class);
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            boolean regional = c >= 0x1F1E6 && c <= 0x1F1FF;
            if ((boolean) isEmoji.invoke(null, c) && !regional) {
                assertThat(Emoji.isEmoji(c)).as("U+%X", c).isTrue();
            } else if (Emoji.isEmoji(c)) {
                assertThat(isReserved.invoke(null, c)).as("U+%X", c).isEqualTo(true);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"അവന്\u200D", "ශ්\u200Dරී", "ক্\u200Dষ", "漢\uDB40\uDD00", "ᠨ\u180B", "⊓\uFE00", "、\uFE00"})
    void joinersAndVariantsOfScriptsThatHaveThemArePermitted(String text) {
        assertThat(VisibleText.isLine(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "中\u200C文",
                "א\u200Dב",
                "ไ\u200Cท",
                "א\uFE00",
                "!\uFE00",
                "+\uFE01",
                "é\uFE0F",
                "ᠨ\uFE00",
                "は\uDB40\uDD00"
            })
    void joinersAndVariantsOfOtherScriptsAreRefused(String text) {
        assertThat(VisibleText.isLine(text)).isFalse();
    }

    @Test
    void aJoinerNeedsBothSides() {
        assertThat(VisibleText.isLine("می\u200C")).isFalse();
        assertThat(VisibleText.isLine("\u200Cمی")).isFalse();
        assertThat(VisibleText.isLine("👩\u200Dm")).isFalse();
    }
}
