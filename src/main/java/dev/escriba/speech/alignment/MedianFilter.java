package dev.escriba.speech.alignment;

import java.util.Arrays;

/** Replaces each value by the median of its neighbours. Beyond the ends the values are mirrored. */
final class MedianFilter {

    private MedianFilter() {}

    /** @param width an odd number */
    static double[] of(double[] values, int width) {
        double[] filtered = new double[values.length];
        double[] window = new double[width];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < width; j++) {
                window[j] = values[mirrored(i + j - width / 2, values.length)];
            }
            Arrays.sort(window);
            filtered[i] = window[width / 2];
        }
        return filtered;
    }

    private static int mirrored(int index, int length) {
        int inside = index < 0 ? -index : index >= length ? 2 * (length - 1) - index : index;
        return Math.max(0, Math.min(length - 1, inside));
    }
}
