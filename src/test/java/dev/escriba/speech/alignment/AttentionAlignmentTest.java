package dev.escriba.speech.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionAlignmentTest {

    private static final int POSITIONS = 100;

    /** One head that looks at ten positions for each token, in turn, and at the first position at all times. */
    private static List<float[][]> inTurn(int tokens) {
        List<float[][]> attention = new ArrayList<>();
        for (int token = 0; token < tokens; token++) {
            float[] row = new float[POSITIONS];
            for (int i = 0; i < POSITIONS; i++) {
                row[i] = i / 10 == token ? 0.05f : 0.001f;
            }
            row[0] = 0.5f;
            attention.add(new float[][] {row});
        }
        return attention;
    }

    @Test
    void tellsWhenEachTokenBegins() {
        double[] starts = AttentionAlignment.starts(inTurn(10), 5);
        for (int token = 0; token < 10; token++) {
            assertThat(starts[token]).isCloseTo(token * 0.5, within(0.051));
        }
    }

    @Test
    void ignoresAPositionThatAllTokensLookAt() {
        for (double[] row : AttentionAlignment.weights(inTurn(10))) {
            assertThat(row[0]).isLessThan(4);
        }
    }

    @Test
    void takesTheMeanOfSeveralHeads() {
        List<float[][]> attention = new ArrayList<>();
        for (float[][] good : inTurn(10)) {
            attention.add(new float[][] {good[0], new float[POSITIONS], good[0]});
        }
        assertThat(AttentionAlignment.starts(attention, 5)).isEqualTo(AttentionAlignment.starts(inTurn(10), 5));
    }

    @Test
    void alignsASingleToken() {
        assertThat(AttentionAlignment.starts(inTurn(1), 5)).containsExactly(0);
    }

    @Test
    void staysFiniteWithoutAnyDifference() {
        List<float[][]> even = List.of(new float[1][8], new float[1][8], new float[1][8]);
        double[] starts = AttentionAlignment.starts(even, 1);
        assertThat(starts).isSorted().hasSize(3);
        assertThat(starts[2]).isBetween(0.0, 1.0);
    }
}
