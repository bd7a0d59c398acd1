package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionGuardTest {

    @Test
    void cutsALoopBackToItsFirstPhrase() {
        List<Integer> tokens = new ArrayList<>(List.of(7, 8, 9));
        for (int i = 0; i < 3; i++) {
            tokens.addAll(List.of(10, 11, 12, 13, 14, 15, 16, 17, 18));
        }
        assertThat(RepetitionGuard.lengthWithoutLoop(tokens)).isEqualTo(12);
    }

    @Test
    void acceptsRepetitionsOfSpeakers() {
        assertThat(RepetitionGuard.lengthWithoutLoop(List.of(5, 5, 5, 5, 5))).isEqualTo(5);
        assertThat(RepetitionGuard.lengthWithoutLoop(List.of(5, 6, 5, 6, 5, 6))).isEqualTo(6);
    }

    @Test
    void keepsATextWithoutRepetition() {
        assertThat(RepetitionGuard.lengthWithoutLoop(List.of(1, 2, 3, 4))).isEqualTo(4);
        assertThat(RepetitionGuard.lengthWithoutLoop(List.of())).isZero();
    }

    @Test
    void leavesOneOfEachRepeatedPhrase() {
        assertThat(RepetitionGuard.withoutRepetitions(List.of(5, 5, 5))).containsExactly(5);
        assertThat(RepetitionGuard.withoutRepetitions(List.of(1, 5, 6, 5, 6, 5, 6, 2)))
                .containsExactly(1, 5, 6, 2);
        assertThat(RepetitionGuard.withoutRepetitions(List.of(1, 2, 3, 1))).containsExactly(1, 2, 3, 1);
    }
}
