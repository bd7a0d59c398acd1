package dev.escriba.speech.alignment;

import java.util.Arrays;
import java.util.List;

/**
 * Aligns tokens with audio by the attention with which a decoder chose them. The weights of each head are standardised
 * over the tokens, so that a position that all tokens attend to does not count. Then they are smoothed over time.
 * Dynamic time warping then finds the path of the highest mean weight.
 */
public final class AttentionAlignment {

    /** The positions of the median filter. */
    private static final int FILTER_WIDTH = 7;

    private static final double MIN_DEVIATION = 1e-9;

    private AttentionAlignment() {}

    /**
     * The seconds at which each token begins. They do not decrease.
     *
     * @param attention for each token and head, a weight for each position of the audio
     * @param seconds of the audio
     */
    public static double[] starts(List<float[][]> attention, double seconds) {
        double[][] weights = weights(attention);
        int[] first = TimeWarping.firstColumns(weights);
        return Arrays.stream(first)
                .mapToDouble(position -> position * seconds / weights[0].length)
                .toArray();
    }

    /** For each token and position the mean over all heads. */
    static double[][] weights(List<float[][]> attention) {
        int heads = attention.get(0).length;
        int positions = attention.get(0)[0].length;
        double[][] mean = new double[attention.size()][positions];
        for (int head = 0; head < heads; head++) {
            double[][] standardised = standardised(attention, head, positions);
            for (int token = 0; token < mean.length; token++) {
                double[] smooth = MedianFilter.of(standardised[token], FILTER_WIDTH);
                for (int i = 0; i < positions; i++) {
                    mean[token][i] += smooth[i] / heads;
                }
            }
        }
        return mean;
    }

    private static double[][] standardised(List<float[][]> attention, int head, int positions) {
        int tokens = attention.size();
        double[][] standardised = new double[tokens][positions];
        for (int i = 0; i < positions; i++) {
            double sum = 0;
            double squares = 0;
            for (float[][] row : attention) {
                sum += row[head][i];
                squares += (double) row[head][i] * row[head][i];
            }
            double mean = sum / tokens;
            double deviation = Math.sqrt(Math.max(0, squares / tokens - mean * mean));
            for (int token = 0; token < tokens; token++) {
                standardised[token][i] = (attention.get(token)[head][i] - mean) / Math.max(MIN_DEVIATION, deviation);
            }
        }
        return standardised;
    }
}
