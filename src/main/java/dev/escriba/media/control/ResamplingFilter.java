package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A low-pass filter that brings audio of one rate to 16 kHz: a sinc with a Kaiser window, in as many phases as the
 * samples of the two rates have distances. A rate with too many distances gets {@value #NEAR_PHASES} phases, between
 * which the filter is interpolated. Below 88 % of half of the lower rate it changes nothing. From 101 % on it leaves
 * less than -60 dB.
 */
final class ResamplingFilter {

    /** Zero crossings of the sinc to each side. */
    private static final int CROSSINGS = 32;

    /** The middle of the slope, in relation to half of the lower rate. */
    private static final double CUTOFF = 0.945;

    /** Of the Kaiser window: 65 dB. */
    private static final double BETA = 6.2;

    private static final int MAX_PHASES = 640;
    private static final int NEAR_PHASES = 256;

    /** The filters of these rates are kept. Every other rate is computed for its recording alone. */
    private static final Set<Integer> USUAL_RATES =
            Set.of(8_000, 11_025, 12_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000);

    private static final Map<Integer, ResamplingFilter> USUAL = new ConcurrentHashMap<>();

    private final int reach;
    private final int phases;
    private final boolean isExact;

    /** One row for each phase, and one for the next sample. */
    private final float[][] taps;

    private ResamplingFilter(int rate) {
        double stretch = Math.max(1, (double) rate / PcmStream.SAMPLE_RATE);
        double halfWidth = CROSSINGS * stretch;
        reach = (int) Math.ceil(halfWidth);
        int distances = PcmStream.SAMPLE_RATE / greatestCommonDivisor(rate, PcmStream.SAMPLE_RATE);
        isExact = distances <= MAX_PHASES;
        phases = isExact ? distances : NEAR_PHASES;
        taps = new float[phases + 1][];
        for (int phase = 0; phase <= phases; phase++) {
            taps[phase] = row((double) phase / phases, CUTOFF / stretch, halfWidth);
        }
    }

    static ResamplingFilter of(int rate) {
        return USUAL_RATES.contains(rate)
                ? USUAL.computeIfAbsent(rate, ResamplingFilter::new)
                : new ResamplingFilter(rate);
    }

    /** The input samples to each side of an output sample that matter for it. */
    int reach() {
        return reach;
    }

    /**
     * An output sample.
     *
     * @param input from this offset on, twice the reach of the filter
     * @param remainder how far the output lies behind the middle of the input: so many parts of 16,000 of the distance
     *     of two input samples
     */
    float apply(float[] input, int offset, int remainder) {
        int place = remainder * phases;
        int phase = place / PcmStream.SAMPLE_RATE;
        float sample = product(taps[phase], input, offset);
        if (isExact) {
            return sample;
        }
        float part = (float) (place % PcmStream.SAMPLE_RATE) / PcmStream.SAMPLE_RATE;
        return sample + part * (product(taps[phase + 1], input, offset) - sample);
    }

    /** In four sums, so that the processor need not wait for one addition before the next. */
    private static float product(float[] row, float[] input, int offset) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i + 3 < row.length; i += 4) {
            a += row[i] * input[offset + i];
            b += row[i + 1] * input[offset + i + 1];
            c += row[i + 2] * input[offset + i + 2];
            d += row[i + 3] * input[offset + i + 3];
        }
        return a + b + (c + d);
    }

    /** The filter for outputs that lie by this part of a sample behind the middle. A constant stays as it is. */
    private float[] row(double part, double cutoff, double halfWidth) {
        // a multiple of four, for the four sums
        float[] row = new float[(2 * reach + 3) / 4 * 4];
        double[] values = new double[2 * reach];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double distance = i - (reach - 1) - part;
            values[i] = sinc(cutoff * distance) * window(distance / halfWidth);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            row[i] = (float) (values[i] / sum);
        }
        return row;
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double window(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
    }

    /** The modified Bessel function of order 0. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-12 * sum; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** The length of the input that {@link #apply} reads. */
    int length() {
        return taps[0].length;
    }
}
