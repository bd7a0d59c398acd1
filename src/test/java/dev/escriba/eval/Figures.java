package dev.escriba.eval;

import java.util.Arrays;
import java.util.Collection;

/** Statistics over many measurements. */
public final class Figures {

    private Figures() {}

    public static double median(Collection<Double> values) {
        return percentile(values, 50);
    }

    /** A percentile, interpolated between two values where necessary. */
    public static double percentile(Collection<Double> values, double percent) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Seconds of audio in samples at 16 kHz. */
    public static double seconds(Collection<float[]> recordings) {
        return recordings.stream()
                .mapToDouble(samples -> samples.length / 16_000.0)
                .sum();
    }

    /** Joins the samples, with silence of the given number of samples between them. */
    public static float[] joined(Collection<float[]> recordings, int silence) {
        int length = recordings.stream()
                .mapToInt(samples -> samples.length + silence)
                .sum();
        float[] joined = new float[length];
        int at = 0;
        for (float[] samples : recordings) {
            System.arraycopy(samples, 0, joined, at, samples.length);
            at += samples.length + silence;
        }
        return joined;
    }

    /** Repeats or cuts samples to the given length. */
    public static float[] filled(float[] samples, int length) {
        float[] filled = Arrays.copyOf(samples, length);
        for (int at = samples.length; at < length; at += samples.length) {
            System.arraycopy(samples, 0, filled, at, Math.min(samples.length, length - at));
        }
        return filled;
    }
}
