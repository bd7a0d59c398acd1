package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleLimitTest {

    private static final int BLOCK = 2048;

    private static float[] tone(float level, int channels) {
        float[] samples = new float[BLOCK * channels];
        for (int i = 0; i < samples.length; i++) {
            int frame = i / channels;
            samples[i] = (float) (level * Math.sin(0.05 * frame));
        }
        return samples;
    }

    @Test
    void cutsADamagedSampleOff() {
        for (float damaged : new float[] {1e30f, -1e30f, 300}) {
            float[] samples = tone(0.3f, 1);
            samples[700] = damaged;
            float[] expected = samples.clone();
            expected[700] = Math.copySign(256, damaged);
            new SampleLimit(1).apply(samples, BLOCK);
            assertThat(samples).isEqualTo(expected);
        }
    }

    @Test
    void cutsDamageOfManySamplesOff() {
        float[] samples = tone(0.3f, 1);
        float[] expected = samples.clone();
        Arrays.fill(samples, 100, 800, 1e30f);
        Arrays.fill(expected, 100, 800, 256);
        new SampleLimit(1).apply(samples, BLOCK);
        assertThat(Arrays.equals(samples, expected)).isTrue();
    }

    @Test
    void leavesARecordingAsItIsWhateverItsFullScale() {
        for (float scale : new float[] {1, 256, 0x1p15f, 0x1p31f}) {
            float[] samples = tone(scale, 2);
            float[] expected = samples.clone();
            new SampleLimit(2).apply(samples, BLOCK);
            assertThat(samples).isEqualTo(expected);
        }
    }

    @Test
    void remembersHowLoudTheRecordingIsOverAPause() {
        SampleLimit limit = new SampleLimit(1);
        limit.apply(tone(10_000, 1), BLOCK);
        for (int i = 0; i < 20; i++) {
            limit.apply(new float[BLOCK], BLOCK);
        }
        float[] word = new float[BLOCK];
        word[BLOCK - 1] = 10_000;
        limit.apply(word, BLOCK);
        assertThat(word[BLOCK - 1]).isEqualTo(10_000);
    }

    /** The samples of one channel say nothing of another one. */
    @Test
    void limitsEachChannelByItself() {
        float[] samples = new float[2 * BLOCK];
        float[] loud = tone(10_000, 1);
        for (int i = 0; i < BLOCK; i++) {
            samples[2 * i] = loud[i];
        }
        samples[1] = 1e6f;
        new SampleLimit(2).apply(samples, BLOCK);
        assertThat(samples[1]).isEqualTo(256);
        assertThat(samples[200]).isEqualTo(loud[100]);
    }

    @Test
    void silencesWhatIsNoFiniteNumber() {
        float[] samples = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1};
        new SampleLimit(1).apply(samples, 4);
        assertThat(samples).containsExactly(0, 0, 0, 1);
        new SampleLimit(2).apply(new float[0], 0);
    }
}
