package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatedPhraseTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "'...', 0",
        "'Seven.', 1",
        "'One two three.', 1",
        "'Hello. Hello, hello!', 3",
        "'Seven of clubs, seven of clubs. Seven of clubs', 3",
        "'Turn left and stop, stop, stop, stop there.', 4",
        "'¿Sí? Sí, sí.', 3",
        "'the end of the world the end of the road', 1"
    })
    void countsAPhraseInARow(String text, int times) {
        assertThat(RepeatedPhrase.count(text)).isEqualTo(times);
    }

    @ParameterizedTest
    @CsvSource({
        "'What is this here? What is this here? What is this here?', true",
        "'So es la primera acción. Es la primera acción. Es la primera acción.', true",
        "'What is there to be found here at last? What is there to be found here at last? What is there to be found "
                + "here at last?', true",
        "'What is this here? What is this here?', false",
        "'Seven of clubs, seven of clubs, seven of clubs, seven of clubs', false",
        "'No, no, no, no, no, no', false",
        "'', false"
    })
    void findsASentenceInARow(String text, boolean found) {
        assertThat(RepeatedPhrase.isSentence(text)).isEqualTo(found);
    }
}
