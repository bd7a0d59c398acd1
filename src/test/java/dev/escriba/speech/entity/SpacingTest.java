package dev.escriba.speech.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpacingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one | two | one two",
                "昨日。 | 今日 | 昨日。今日",
                "ラーメン | コーヒー | ラーメンコーヒー",
                "コーヒー | 「はい」 | コーヒー「はい」",
                "你好！ | 再见 | 你好！再见",
                "สวัสดี | ครับ | สวัสดีครับ",
                "私は | Java | 私は Java",
                "Java | が | Java が",
                "안녕 | 하세요 | 안녕 하세요",
                "𠮷 | 𠮷 | 𠮷𠮷"
            })
    void aSpaceStandsBetweenWordsButNotWithinScriptsThatWriteNone(String before, String after, String joined) {
        assertThat(Spacing.join(List.of(before, after))).isEqualTo(joined);
        assertThat(before + Spacing.between(before, after) + after).isEqualTo(joined);
    }

    @Test
    void anEmptyTextAddsNoSpace() {
        assertThat(Spacing.join(List.of("", "one", "", "two"))).isEqualTo("one two");
        assertThat(Spacing.join(List.of())).isEmpty();
    }
}
