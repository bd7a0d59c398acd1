package dev.escriba.speech.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MedianFilterTest {

    @Test
    void removesASinglePeakAndKeepsAnEdge() {
        assertThat(MedianFilter.of(new double[] {0, 0, 9, 0, 0, 4, 4, 4}, 3)).containsExactly(0, 0, 0, 0, 0, 4, 4, 4);
    }

    @Test
    void mirrorsTheValuesAtTheEnds() {
        assertThat(MedianFilter.of(new double[] {5, 1, 2}, 3)).containsExactly(1, 2, 1);
    }

    @Test
    void filtersFewerValuesThanItsWidth() {
        assertThat(MedianFilter.of(new double[] {3}, 7)).containsExactly(3);
        assertThat(MedianFilter.of(new double[] {3, 4}, 7)).hasSize(2);
    }
}
