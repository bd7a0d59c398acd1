package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.entity.ChannelContents;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelComparisonTest {

    private static final int BLOCK = 2048;
    private static final int RATE = 16_000;

    /** A signal of one channel. */
    private interface Signal {
        double at(int sample);

        default Signal times(double gain) {
            return sample -> gain * at(sample);
        }

        default Signal plus(Signal other) {
            return sample -> at(sample) + other.at(sample);
        }

        /** The signal between two seconds, and silence around it. */
        default Signal between(double from, double to) {
            return sample -> sample >= from * RATE && sample < to * RATE ? at(sample) : 0;
        }
    }

    private static final Signal SILENCE = sample -> 0;

    private static Signal tone(double frequency) {
        return sample -> 0.3 * Math.sin(2 * Math.PI * frequency * sample / RATE);
    }

    /** Syllables at irregular intervals, each with its own pitch and overtones, as speech has them. */
    private static Signal voice(long seed) {
        double[] pitch = new Random(seed).doubles(1_000, 120, 300).toArray();
        double[] level = new Random(seed + 1).doubles(1_000, -0.4, 1).toArray();
        return sample -> {
            int syllable = sample / 3_000;
            double sum = 0;
            for (int overtone = 1; overtone < 12; overtone++) {
                sum += Math.sin(2 * Math.PI * overtone * pitch[syllable] * sample / RATE + overtone * seed) / overtone;
            }
            return 0.2 * Math.max(0, level[syllable]) * sum;
        };
    }

    private static Signal noise(long seed, double level) {
        double[] samples = new Random(seed).doubles(40 * RATE, -1, 1).toArray();
        return sample -> level * Math.sqrt(3) * samples[sample];
    }

    private static ChannelContents contents(double seconds, Signal... channels) {
        ChannelComparison comparison = new ChannelComparison(channels.length);
        int samples = (int) (seconds * RATE);
        float[] interleaved = new float[BLOCK * channels.length];
        for (int from = 0; from < samples; from += BLOCK) {
            int frames = Math.min(BLOCK, samples - from);
            for (int i = 0; i < frames; i++) {
                for (int c = 0; c < channels.length; c++) {
                    interleaved[i * channels.length + c] = (float) channels[c].at(from + i);
                }
            }
            comparison.mix(interleaved, frames, new float[BLOCK]);
        }
        return comparison.contents(Duration.ofMillis((long) (seconds * 1_000)));
    }

    @Test
    void tellsChannelsWithDifferentSoundApart() {
        assertThat(contents(5, tone(440), tone(700)).separate()).containsExactly(0, 1);
        assertThat(contents(5, voice(1), voice(2)).separate()).containsExactly(0, 1);
        assertThat(contents(5, voice(1), voice(2), voice(3), voice(4)).separate())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void keepsTheLength() {
        assertThat(contents(5, voice(1), voice(2)).length()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void leavesASingleChannelAlone() {
        assertThat(contents(5, voice(1)).sounding()).containsExactly(0);
        assertThat(contents(5, voice(1)).separate()).isEmpty();
    }

    @Test
    void noticesDualMono() {
        ChannelContents same = contents(10, voice(1), voice(1));
        assertThat(same.sounding()).containsExactly(0, 1);
        assertThat(same.distinct()).containsExactly(0);
        assertThat(same.separate()).isEmpty();
    }

    @Test
    void noticesDualMonoAtDifferentGains() {
        for (double gain : new double[] {0.02, 0.3, 0.9, 4}) {
            assertThat(contents(10, voice(1), voice(1).times(gain)).separate())
                    .as("gain %s", gain)
                    .isEmpty();
        }
    }

    @Test
    void noticesDualMonoOfOppositePhase() {
        assertThat(contents(10, voice(1), voice(1).times(-0.5)).separate()).isEmpty();
    }

    @Test
    void noticesDualMonoWithSlightNoise() {
        Signal first = voice(1).plus(noise(5, 0.002));
        Signal second = voice(1).times(0.7).plus(noise(6, 0.002));
        assertThat(contents(20, first, second).separate()).isEmpty();
        assertThat(contents(
                                20,
                                first.between(4, 20).plus(noise(7, 0.002)),
                                second.between(4, 20).plus(noise(8, 0.002)))
                        .separate())
                .as("with noise alone at the beginning")
                .isEmpty();
    }

    @Test
    void noticesDualMonoWithAnOffsetAndAClick() {
        Signal click = sample -> sample == 50_000 ? 1 : 0;
        assertThat(contents(10, voice(1).plus(sample -> 0.3), voice(1).plus(click))
                        .separate())
                .isEmpty();
    }

    @Test
    void noticesAShortSentenceOfASecondSpeaker() {
        Signal both = voice(1).between(0, 30);
        assertThat(contents(39, both, both.plus(voice(2).between(33, 34))).separate())
                .as("alone")
                .containsExactly(0, 1);
        assertThat(contents(39, voice(1), voice(1).plus(voice(2).between(33, 38)))
                        .separate())
                .as("while the first speaks")
                .containsExactly(0, 1);
        assertThat(contents(39, both, both.plus(voice(2).times(0.25).between(33, 35)))
                        .separate())
                .as("12 dB below the first")
                .containsExactly(0, 1);
    }

    @Test
    void tellsSpeakersApartThatBothChannelsHoldAtOtherLevels() {
        Signal one = voice(1).between(0, 5);
        Signal other = voice(2).between(5, 10);
        assertThat(contents(10, one.plus(other.times(0.4)), one.times(0.4).plus(other))
                        .separate())
                .containsExactly(0, 1);
    }

    @Test
    void noticesSilentChannels() {
        assertThat(contents(5, voice(1), SILENCE).separate()).containsExactly(0);
        assertThat(contents(5, SILENCE, voice(1)).separate()).containsExactly(1);
        assertThat(contents(5, SILENCE, voice(1), SILENCE, voice(2)).separate()).containsExactly(1, 3);
        assertThat(contents(5, voice(1), noise(3, 1e-4)).separate())
                .as("rounding errors")
                .containsExactly(0);
        assertThat(contents(5, voice(1), sample -> 0.4).separate())
                .as("an offset")
                .containsExactly(0);
        assertThat(contents(5, voice(1), sample -> sample == 40_000 ? 1 : 0).separate())
                .as("a click")
                .containsExactly(0);
    }

    @Test
    void hearsAQuietSpeaker() {
        assertThat(contents(5, voice(1), voice(2).times(0.005)).separate()).containsExactly(0, 1);
    }

    /** A coder at a low bit rate does this. */
    @Test
    void takesAFaintCopyOfAnotherChannelForSilence() {
        Signal leak = voice(1).times(0.005).plus(noise(2, 2e-4));
        assertThat(contents(20, voice(1), leak).separate()).containsExactly(0);
        assertThat(contents(20, leak, voice(1)).separate()).containsExactly(1);
    }

    @Test
    void hearsAShortWordInALongSilence() {
        assertThat(contents(39, voice(1), voice(2).between(30, 30.6)).separate())
                .containsExactly(0, 1);
    }

    @Test
    void takesSilenceAsAWholeForOneRun() {
        assertThat(contents(5, SILENCE, SILENCE).sounding()).isEmpty();
        assertThat(contents(5, SILENCE, SILENCE).separate()).isEmpty();
        assertThat(contents(0, SILENCE, SILENCE).separate()).isEmpty();
    }

    @Test
    void countsAChannelThatRepeatsAnotherOnce() {
        assertThat(contents(5, voice(1), voice(2), voice(1).times(0.5), voice(2))
                        .separate())
                .containsExactly(0, 1);
        assertThat(contents(5, SILENCE, voice(1), voice(1), SILENCE).separate()).isEmpty();
    }
}
