package dev.escriba.speech.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Random;

/** Sounds for tests, mono at 16 kHz. */
public final class Samples {

    private Samples() {}

    /** The packaged speech sample of a language. */
    public static float[] speech(String language) throws IOException {
        try (InputStream file =
                Samples.class.getResourceAsStream("/dev/escriba/speech/self-check-" + language + ".wav")) {
            byte[] bytes = file.readAllBytes();
            ShortBuffer shorts = ByteBuffer.wrap(bytes, 44, bytes.length - 44)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            float[] samples = new float[shorts.remaining()];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = shorts.get(i) / 32768f;
            }
            return samples;
        }
    }

    public static float[] tone(double hertz, double amplitude, double seconds) {
        float[] samples = new float[(int) (seconds * 16_000)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / 16_000));
        }
        return samples;
    }

    public static float[] whiteNoise(double amplitude, double seconds) {
        Random random = new Random(7);
        float[] samples = new float[(int) (seconds * 16_000)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (amplitude * (2 * random.nextDouble() - 1));
        }
        return samples;
    }

    /** Noise with equal power in every octave. */
    public static float[] pinkNoise(double amplitude, double seconds) {
        float[] white = whiteNoise(1, seconds);
        double[] state = new double[3];
        double[] pole = {0.99765, 0.96300, 0.57000};
        double[] weight = {0.0990460, 0.2965164, 1.0526913};
        for (int i = 0; i < white.length; i++) {
            double sum = 0.1848 * white[i];
            for (int k = 0; k < 3; k++) {
                state[k] = pole[k] * state[k] + weight[k] * white[i];
                sum += state[k];
            }
            white[i] = (float) (amplitude * sum / 5);
        }
        return white;
    }

    /** Notes of a plucked string with overtones, in chords. */
    public static float[] music(double amplitude, double seconds) {
        double[][] chords = {{220, 277.2, 329.6}, {196, 246.9, 293.7}, {174.6, 220, 261.6}, {164.8, 207.7, 246.9}};
        float[] samples = new float[(int) (seconds * 16_000)];
        for (int i = 0; i < samples.length; i++) {
            double time = i / 16_000.0;
            double decay = Math.exp(-3 * (time % 0.5));
            double sum = 0;
            for (double note : chords[(int) (time * 2) % chords.length]) {
                for (int overtone = 1; overtone <= 4; overtone++) {
                    sum += Math.sin(2 * Math.PI * note * overtone * time) / overtone;
                }
            }
            samples[i] = (float) (amplitude * decay * sum / 6);
        }
        return samples;
    }

    /** Bursts of noise. Long bursts rise and fall like breaths. Short bursts decay like keys and claps. */
    public static float[] bursts(double everySeconds, double lengthSeconds, double amplitude, double seconds) {
        float[] noise = whiteNoise(amplitude, seconds);
        for (int i = 0; i < noise.length; i++) {
            double within = i / 16_000.0 % everySeconds / lengthSeconds;
            noise[i] *=
                    (float) (within > 1 ? 0 : lengthSeconds > 0.2 ? Math.sin(Math.PI * within) : Math.exp(-6 * within));
        }
        return noise;
    }

    /** Two tones at a time, on and off, like those of a telephone. */
    public static float[] rings(double low, double high, double on, double off, double seconds) {
        float[] samples = plus(tone(low, 0.12, seconds), tone(high, 0.12, seconds));
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i / 16_000.0 % (on + off) < on ? samples[i] : 0;
        }
        return samples;
    }

    /** Reversed samples: speech in an unknown language. */
    public static float[] reversed(float[] samples) {
        float[] reversed = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            reversed[i] = samples[samples.length - 1 - i];
        }
        return reversed;
    }

    public static float[] times(float[] samples, double factor) {
        float[] scaled = samples.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) factor;
        }
        return scaled;
    }

    public static float[] plus(float[] samples, float[] noise) {
        float[] sum = samples.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += noise[i % noise.length];
        }
        return sum;
    }

    /** Joins the parts. */
    public static float[] sequence(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    public static float[] silence(double seconds) {
        return new float[(int) (seconds * 16_000)];
    }
}
