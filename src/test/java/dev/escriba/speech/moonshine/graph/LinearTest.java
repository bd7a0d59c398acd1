package dev.escriba.speech.moonshine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinearTest {

    final Linear layer = new Linear(2, 2, new byte[] {10, 20, 30, 40}, new byte[] {1, 2}, new float[] {1, 0.5f}, null);

    @Test
    void dequantizesWeightsByZeroPointAndScale() {
        assertThat(layer.dequantized()).containsExactly(9, 9, 29, 19);
    }

    @Test
    void combinesLayersSideBySide() {
        Linear both = Linear.sideBySide(List.of(layer, layer));
        assertThat(both.dequantized()).containsExactly(9, 9, 9, 9, 29, 19, 29, 19);
    }

    @Test
    void padsHeadsWithZeros() {
        assertThat(layer.widenOutputs(2, 2).dequantized()).containsExactly(9, 0, 9, 0, 29, 0, 19, 0);
        assertThat(layer.widenInputs(2, 2).dequantized()).containsExactly(9, 9, 0, 0, 29, 19, 0, 0);
    }

    @Test
    void refusesSizesThatDoNotFit() {
        assertThatThrownBy(() -> new Linear(2, 3, new byte[4], new byte[3], new float[3], null))
                .isInstanceOf(UnexpectedGraph.class);
    }
}
