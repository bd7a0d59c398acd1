package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;

/**
 * Removes low frequencies from a stream of samples: a Butterworth filter of second order. The coefficients are those of
 * the Audio EQ Cookbook of R. Bristow-Johnson.
 */
final class HighPass {

    private final double b0;
    private final double a1;
    private final double a2;
    private double first;
    private double second;

    /** @param corner frequency in Hz */
    HighPass(double corner) {
        double angle = 2 * Math.PI * corner / PcmStream.SAMPLE_RATE;
        double alpha = Math.sin(angle) / Math.sqrt(2);
        b0 = (1 + Math.cos(angle)) / 2 / (1 + alpha);
        a1 = -2 * Math.cos(angle) / (1 + alpha);
        a2 = (1 - alpha) / (1 + alpha);
    }

    /** Filters samples in place, as the continuation of the samples before. */
    void filter(float[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            double in = samples[i];
            double out = b0 * in + first;
            first = -2 * b0 * in - a1 * out + second;
            second = b0 * in - a2 * out;
            samples[i] = (float) out;
        }
    }
}
