package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

    private static final double LEVEL = 0.5;

    /** A tone of this many frames. The second channel has half of its level. */
    private static FrameReader tone(double frequency, int rate, int channels, int frames) {
        int[] position = {0};
        return (target, wanted) -> {
            int count = Math.min(wanted, frames - position[0]);
            for (int i = 0; i < count; i++) {
                double sample = LEVEL * Math.sin(2 * Math.PI * frequency * (position[0] + i) / rate);
                for (int channel = 0; channel < channels; channel++) {
                    target[i * channels + channel] = (float) (sample / (1 + channel));
                }
            }
            position[0] += count;
            return count;
        };
    }

    private static float[] resampled(FrameReader source, int channels, int rate) {
        Resampler resampler = new Resampler(source, channels, rate);
        float[] all = new float[1 << 18];
        float[] portion = new float[1_000 * channels];
        int length = 0;
        int wanted = 1;
        for (int n = resampler.read(portion, wanted); n > 0; n = resampler.read(portion, wanted)) {
            System.arraycopy(portion, 0, all, length, n * channels);
            length += n * channels;
            wanted = wanted % 999 + 1;
        }
        assertThat(resampler.read(portion, 10)).as("after the end").isZero();
        return Arrays.copyOf(all, length);
    }

    /** The level in the middle, in dB below the tone. */
    private static double level(double frequency, int rate) {
        float[] output = resampled(tone(frequency, rate, 1, rate), 1, rate);
        double sum = 0;
        for (int i = 2_000; i < 14_000; i++) {
            sum += output[i] * output[i];
        }
        return 10 * Math.log10(sum / 12_000 / (LEVEL * LEVEL / 2) + 1e-20);
    }

    @ParameterizedTest
    @ValueSource(ints = {22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 88_200, 96_000, 191_999, 192_000})
    void changesNothingThatSpeechNeeds(int rate) {
        for (double frequency : new double[] {50, 300, 1_000, 3_000, 5_000, 6_500, 7_000}) {
            assertThat(level(frequency, rate)).as(frequency + " Hz").isCloseTo(0, within(0.1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 88_200, 96_000, 191_999, 192_000})
    void leavesNothingOfTonesThatWouldAppearAtOtherFrequencies(int rate) {
        for (double frequency = 8_100; frequency < rate / 2.0; frequency = frequency * 1.13 + 37) {
            assertThat(level(frequency, rate)).as(frequency + " Hz").isLessThan(-60);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 8_000, 11_025, 12_000, 13_337})
    void addsNoFrequenciesToLowRates(int rate) {
        for (double part : new double[] {0.05, 0.3, 0.6, 0.85}) {
            double frequency = part * rate / 2;
            float[] output = resampled(tone(frequency, rate, 1, rate), 1, rate);
            double difference = 0;
            for (int i = 2_000; i < 14_000; i++) {
                double expected = LEVEL * Math.sin(2 * Math.PI * frequency * i / 16_000);
                difference += Math.pow(output[i] - expected, 2);
            }
            assertThat(10 * Math.log10(difference / 12_000 / (LEVEL * LEVEL / 2)))
                    .as(frequency + " Hz")
                    .isLessThan(-40);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 44_100, 44_101, 48_000, 191_999})
    void keepsThePlaceOfEverySample(int rate) {
        float[] output = resampled(tone(440, rate, 1, rate), 1, rate);
        for (int i = 2_000; i < 14_000; i++) {
            assertThat(output[i]).isCloseTo((float) (LEVEL * Math.sin(2 * Math.PI * 440 * i / 16_000)), within(0.001f));
        }
    }

    @ParameterizedTest
    @CsvSource({"48000, 48000, 16000", "48000, 1, 1", "48000, 4, 2", "44100, 1000, 363", "8000, 3, 6", "44101, 0, 0"})
    void hasTheLengthOfTheInput(int rate, int frames, int expected) {
        assertThat(resampled(tone(100, rate, 1, frames), 1, rate)).hasSize(expected);
    }

    @Test
    void keepsChannelsApart() {
        float[] output = resampled(tone(440, 48_000, 2, 48_000), 2, 48_000);
        assertThat(output).hasSize(32_000);
        for (int i = 4_000; i < 28_000; i += 2) {
            assertThat(output[i + 1]).isCloseTo(output[i] / 2, within(1e-6f));
        }
    }

    @Test
    void keepsAConstantAsItIs() {
        float[] output = resampled(
                (target, frames) -> {
                    Arrays.fill(target, 0, frames, 0.25f);
                    return frames;
                },
                44_100);
        for (int i = 1_000; i < output.length; i++) {
            assertThat(output[i]).isCloseTo(0.25f, within(1e-5f));
        }
    }

    /** The first 5,000 samples of an endless input. */
    private static float[] resampled(FrameReader endless, int rate) {
        float[] output = new float[5_000];
        assertThat(new Resampler(endless, 1, rate).read(output, output.length)).isEqualTo(output.length);
        return output;
    }
}
