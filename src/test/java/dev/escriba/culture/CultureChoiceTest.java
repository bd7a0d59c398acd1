package dev.escriba.culture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.control.CultureChoice;
import dev.escriba.culture.entity.Culture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CultureChoiceTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "en     | -                          | EN",
                "es     | -                          | ES",
                "ES     | -                          | ES",
                "es-AR  | -                          | ES",
                "es_MX  | -                          | ES",
                "en-GB  | es                         | EN",
                "fr     | es                         | EN",
                "-      | es                         | ES",
                "''     | es                         | ES",
                "-      | fr, es;q=0.5, en;q=0.4     | ES",
                "-      | es;q=0, en                 | EN",
                "-      | de                         | EN",
                "-      | *                          | EN",
                "-      | ;;;q=x                     | EN",
                "-      | -                          | EN",
                "../../ | -                          | EN",
            })
    void parameterThenHeaderThenEnglish(String parameter, String header, Culture expected) {
        assertThat(CultureChoice.of(parameter, header)).isEqualTo(expected);
    }
}
