package dev.escriba.speech.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeWarpingTest {

    @Test
    void followsTheHighestWeights() {
        double[][] weights = {
            {9, 9, 0, 0, 0, 0},
            {0, 0, 9, 0, 0, 0},
            {0, 0, 0, 9, 9, 9}
        };
        assertThat(TimeWarping.firstColumns(weights)).containsExactly(0, 2, 3);
    }

    @Test
    void staysInARowThatNothingElseClaims() {
        double[][] weights = {
            {1, 1, 1, 1, 1, 1},
            {0, 0, 0, 0, 0, 5}
        };
        assertThat(TimeWarping.firstColumns(weights)).containsExactly(0, 5);
    }

    @Test
    void placesMoreRowsThanColumns() {
        assertThat(TimeWarping.firstColumns(new double[5][2])).hasSize(5).isSorted();
        assertThat(TimeWarping.firstColumns(new double[4][1])).containsExactly(0, 0, 0, 0);
    }

    @Test
    void placesASingleRow() {
        assertThat(TimeWarping.firstColumns(new double[][] {{0, 3, 0}})).containsExactly(0);
    }

    @Test
    void neverGoesBack() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            double[][] weights = new double[1 + random.nextInt(30)][1 + random.nextInt(60)];
            for (double[] row : weights) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextGaussian();
                }
            }
            int[] columns = TimeWarping.firstColumns(weights);
            assertThat(columns).isSorted().startsWith(0);
            assertThat(columns[columns.length - 1]).isLessThan(weights[0].length);
        }
    }

    @Test
    void findsThePathWithTheHighestSum() {
        double[][] weights = {
            {5, 0, 0, 4},
            {0, 3, 3, 0},
            {0, 0, -1, 5}
        };
        // 5 + 3 + 3 + 5
        assertThat(TimeWarping.firstColumns(weights)).containsExactly(0, 1, 3);
    }
}
