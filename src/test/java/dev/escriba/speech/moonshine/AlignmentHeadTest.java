package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.speech.moonshine.graph.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentHeadTest {

    private static final Architecture SMALL = new Architecture(2, 3, 36);

    @Test
    void readsLayersAndHeads() {
        assertThat(AlignmentHead.parse(" 0.2  1.0 ", SMALL))
                .containsExactly(new AlignmentHead(0, 2), new AlignmentHead(1, 0));
        assertThat(AlignmentHead.parse("", SMALL)).isEmpty();
        assertThat(AlignmentHead.all(SMALL)).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "0.3", "1", "1,0", "a.b", "1.0;0.1", "-1.0", "0.1.2", "99999.1"})
    void refusesWhatIsNoHeadOfTheModel(String text) {
        assertThatThrownBy(() -> AlignmentHead.parse(text, SMALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
