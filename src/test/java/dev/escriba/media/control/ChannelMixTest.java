package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelMixTest {

    private static final int BLOCK = 2048;
    private static final int BLOCKS = 20;

    /** A signal of one channel. */
    private interface Signal {
        double at(int sample);
    }

    private static Signal tone(double frequency, double level) {
        return sample -> level * Math.sin(2 * Math.PI * frequency * sample / 16_000);
    }

    private static Signal silence() {
        return sample -> 0;
    }

    /** Level of the mix of the last blocks, as a share of the level of the signal. */
    private static double level(Signal expected, Signal... channels) {
        ChannelMix mix = new ChannelMix(channels.length);
        double sum = 0;
        double reference = 0;
        for (int block = 0; block < BLOCKS; block++) {
            float[] mono = mixed(mix, block, channels);
            for (int i = 0; i < BLOCK && block > BLOCKS / 2; i++) {
                sum += mono[i] * mono[i];
                reference += Math.pow(expected.at(block * BLOCK + i), 2);
            }
        }
        return Math.sqrt(sum / reference);
    }

    private static float[] mixed(ChannelMix mix, int block, Signal... channels) {
        float[] interleaved = new float[BLOCK * channels.length];
        for (int i = 0; i < BLOCK; i++) {
            for (int c = 0; c < channels.length; c++) {
                interleaved[i * channels.length + c] = (float) channels[c].at(block * BLOCK + i);
            }
        }
        float[] mono = new float[BLOCK];
        mix.mix(interleaved, BLOCK, mono);
        return mono;
    }

    @Test
    void leavesASingleChannelAsItIs() {
        Signal signal = tone(440, 0.3);
        float[] mono = mixed(new ChannelMix(1), 0, signal);
        for (int i = 0; i < BLOCK; i++) {
            assertThat(mono[i]).isEqualTo((float) signal.at(i));
        }
    }

    @Test
    void keepsTheLevelOfEqualChannels() {
        assertThat(level(tone(440, 0.3), tone(440, 0.3), tone(440, 0.3))).isCloseTo(1, within(0.01));
    }

    @Test
    void doesNotCancelChannelsOfOppositePhase() {
        assertThat(level(tone(440, 0.3), tone(440, 0.3), tone(440, -0.3))).isCloseTo(1, within(0.01));
        assertThat(level(tone(440, 0.3), tone(440, -0.3), tone(440, 0.3), tone(440, -0.3)))
                .isCloseTo(1, within(0.01));
    }

    @Test
    void doesNotCancelThemInTheFirstBlockEither() {
        float[] mono = mixed(new ChannelMix(2), 0, tone(440, 0.3), tone(440, -0.3));
        float[] alone = mixed(new ChannelMix(1), 0, tone(440, 0.3));
        for (int i = 0; i < BLOCK; i++) {
            assertThat(mono[i]).isCloseTo(alone[i], within(1e-6f));
        }
    }

    @Test
    void countsEveryChannelWithSound() {
        assertThat(level(tone(440, 0.3), silence(), silence(), tone(440, 0.3))).isCloseTo(1, within(0.01));
        assertThat(level(tone(440, 0.3), silence(), silence(), silence(), tone(440, 0.3), silence(), silence()))
                .isCloseTo(1, within(0.01));
    }

    @Test
    void hearsTwoSpeakersOnTwoChannels() {
        Random random = new Random(5);
        double[] other = random.doubles(BLOCKS * BLOCK, -0.3, 0.3).toArray();
        Signal noise = sample -> other[sample];
        double sum = level(tone(440, 0.3), tone(440, 0.3), noise);
        assertThat(sum).isCloseTo(Math.sqrt(0.5 * 0.5 * (1 + 2.0 / 3)), within(0.05));
    }

    @Test
    void takesAnOffsetForNoSound() {
        assertThat(level(tone(440, 0.3), tone(440, 0.3), sample -> 0)).isCloseTo(1, within(0.01));
        float[] last = mixed(warm(sample -> 0.2), 2 * BLOCKS, tone(440, 0.3), sample -> 0.2);
        double peak = 0;
        for (float sample : last) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertThat(peak).isGreaterThan(0.29);
    }

    private static ChannelMix warm(Signal offset) {
        ChannelMix mix = new ChannelMix(2);
        for (int block = 0; block < 2 * BLOCKS; block++) {
            mixed(mix, block, tone(440, 0.3), offset);
        }
        return mix;
    }
}
