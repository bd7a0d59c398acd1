package dev.escriba.speech.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageNamesTest {

    @ParameterizedTest
    @CsvSource({"english,en", "Spanish,es", "es,es", "pt-BR,pt", "zh_CN,zh", "haitian creole,ht", "castilian,es"})
    void aNameOrACodeHasACode(String written, String code) {
        assertThat(LanguageNames.code(written)).contains(code);
    }

    @Test
    void otherTextsHaveNone() {
        assertThat(LanguageNames.code("")).isEmpty();
        assertThat(LanguageNames.code("qq")).isEmpty();
        assertThat(LanguageNames.code("double dutch")).isEmpty();
    }
}
