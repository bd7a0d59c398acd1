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

    /** Each pair has an inverted cable. */
    @Test
    void cancelsNoneOfTwoPairsOfOppositePhase() {
        Random random = new Random(3);
        double[] other = random.doubles(BLOCKS * BLOCK, -0.2, 0.2).toArray();
        Signal second = sample -> other[sample];
        Signal inverted = sample -> -other[sample];
        double sum = level(tone(440, 0.3), tone(440, 0.3), tone(440, -0.3), second, inverted);
        assertThat(sum).isCloseTo(Math.sqrt(0.25 * (0.045 + 0.04 / 3) / 0.045), within(0.05));
    }

    @Test
    void turnsAChannelRoundWithinABlockWhereTheNextSpeakerHasTheOppositePhase() {
        ChannelMix mix = new ChannelMix(2);
        for (int block = 0; block < BLOCKS; block++) {
            mixed(mix, block, tone(440, 0.3), tone(440, 0.3));
        }
        for (double level : new double[] {0.3, 0.1}) {
            double sum = 0;
            float[] mono = mixed(mix, BLOCKS, tone(330, level), tone(330, -level));
            for (int i = BLOCK / 4; i < BLOCK; i++) {
                sum += mono[i] * mono[i];
            }
            assertThat(Math.sqrt(sum / (BLOCK * 3 / 4.0))).isCloseTo(level / Math.sqrt(2), within(0.02));
        }
    }

    @Test
    void doesNotCancelChannelsWithOppositeOffsets() {
        float[] mono = mixed(
                new ChannelMix(2),
                0,
                sample -> 0.5 + tone(440, 0.01).at(sample),
                sample -> -0.5 + tone(440, 0.01).at(sample));
        double mean = 0;
        for (float sample : mono) {
            mean += sample / BLOCK;
        }
        double power = 0;
        for (float sample : mono) {
            power += Math.pow(sample - mean, 2) / BLOCK;
        }
        assertThat(Math.sqrt(2 * power)).isCloseTo(0.01, within(0.001));
    }

    /** Speech is never as steady as a tone: it has pauses of 0.26 s. */
    private static Signal words(double frequency, double level, int from, int to) {
        Signal tone = tone(frequency, level);
        return sample -> {
            int block = sample / BLOCK;
            return block >= from && block < to && block % 6 < 4 ? tone.at(sample) : 0;
        };
    }

    private static Signal noise(double level, long seed) {
        double[] samples =
                new Random(seed).doubles(4 * BLOCKS * BLOCK, -level, level).toArray();
        return sample -> samples[sample];
    }

    private static Signal sum(Signal first, Signal second) {
        return sample -> first.at(sample) + second.at(sample);
    }

    /** The level of the mix in each block. */
    private static double[] levels(int blocks, Signal... channels) {
        ChannelMix mix = new ChannelMix(channels.length);
        double[] levels = new double[blocks];
        for (int block = 0; block < blocks; block++) {
            float[] mono = mixed(mix, block, channels);
            for (float sample : mono) {
                levels[block] += sample * sample / BLOCK;
            }
            levels[block] = Math.sqrt(levels[block]);
        }
        return levels;
    }

    @Test
    void raisesAQuietSpeakerOnAChannelAlone() {
        double[] levels = levels(
                40, sum(words(440, 0.3, 2, 16), noise(0.002, 1)), sum(words(330, 0.01, 18, 40), noise(0.0002, 2)));
        double loud = levels[6];
        for (int block : new int[] {18, 19, 24, 25, 30, 31}) {
            assertThat(levels[block]).as("block " + block).isBetween(loud / 4, loud * 1.1);
        }
    }

    /** Its noise and the echo of the loud speaker stay as quiet as they are. */
    @Test
    void raisesNoChannelWhileALouderOneIsHeard() {
        Signal loud = sum(words(440, 0.3, 0, 40), noise(0.0002, 1));
        double[] alone = levels(40, loud, sample -> 0);
        double[] levels = levels(40, loud, sum(words(330, 0.01, 0, 40), noise(0.0002, 2)));
        for (int block = 0; block < 40; block++) {
            if (block % 6 < 4) {
                // two channels with sound share the mix
                assertThat(levels[block]).as("block " + block).isCloseTo(alone[block] / 2, within(0.04 * alone[block]));
            }
        }
    }

    @Test
    void raisesNoSteadyNoise() {
        double[] levels = levels(40, words(440, 0.3, 0, 20), noise(0.01, 1));
        for (int block = 22; block < 40; block++) {
            assertThat(levels[block]).as("block " + block).isLessThan(0.01);
        }
    }

    /** A microphone that is switched on makes steady noise after silence. */
    @Test
    void raisesNoSteadyNoiseThatFollowsDigitalSilence() {
        Signal noise = noise(0.01, 1);
        Signal switchedOn = sample -> sample < 4 * BLOCK || sample / BLOCK == 12 ? 0 : noise.at(sample);
        double[] levels = levels(76, words(440, 0.3, 0, 60), switchedOn);
        for (int block = 62; block < 76; block++) {
            assertThat(levels[block]).as("block " + block).isLessThan(0.01);
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
