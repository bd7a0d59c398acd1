package dev.escriba.media.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PeaksTest {

    private static final int INTERVAL = PcmStream.SAMPLE_RATE / 10;

    @Test
    void theHighestSampleOfEachTenthOfASecondCounts() {
        float[] samples = new float[2 * INTERVAL + 1];
        samples[0] = -0.5f;
        samples[INTERVAL - 1] = 0.25f;
        samples[INTERVAL] = 1f;
        samples[2 * INTERVAL] = -7f;

        Peaks peaks = measured(samples, 1000);

        assertThat(peaks.millis()).isEqualTo(100);
        assertThat(peaks.numbers()).containsExactly(128, 255, 255);
    }

    @Test
    void theSizeOfTheReadsDoesNotMatter() {
        float[] samples = new float[100 * INTERVAL + 7];
        Random random = new Random(1);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() * 2 - 1;
        }

        assertThat(measured(samples, 1).numbers())
                .isEqualTo(measured(samples, 1 << 16).numbers())
                .hasSize(101);
    }

    @Test
    void aRecordingWithoutSamplesHasNone() {
        assertThat(measured(new float[0], 10).numbers()).isEmpty();
    }

    @Test
    void theLoudestOfSeveralChannelsCounts() {
        Peaks peaks = new Peaks();
        readAll(peaks.measure(new Samples(new float[] {0.1f, 1f}, 1)), 1);
        readAll(peaks.measure(new Samples(new float[] {0.5f, 0.5f}, 1)), 1);

        assertThat(peaks.numbers()).containsExactly(255);
    }

    @Test
    void aRecordingOfMoreThanFourHoursHasLongerIntervals() {
        float[] minute = new float[60 * PcmStream.SAMPLE_RATE];
        minute[0] = 1f;
        Peaks peaks = new Peaks();

        readAll(peaks.measure(new Samples(minute, 241)), 1 << 16);

        assertThat(peaks.millis()).isEqualTo(200);
        byte[] numbers = peaks.numbers();
        assertThat(numbers).hasSize(241 * 60 * 5);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).isEqualTo((byte) (i % 300 == 0 ? 255 : 0));
        }
    }

    private static Peaks measured(float[] samples, int portion) {
        Peaks peaks = new Peaks();
        readAll(peaks.measure(new Samples(samples, 1)), portion);
        return peaks;
    }

    private static void readAll(PcmStream audio, int portion) {
        float[] target = new float[portion + 1];
        int read = 0;
        while (read >= 0) {
            read = audio.read(target, 1, portion);
        }
        audio.close();
    }

    /** The same samples, several times. */
    private static final class Samples implements PcmStream {

        private final float[] samples;
        private int times;
        private int position;

        Samples(float[] samples, int times) {
            this.samples = samples;
            this.times = times;
        }

        @Override
        public int read(float[] target, int offset, int length) {
            if (position == samples.length) {
                position = 0;
                times--;
            }
            if (times == 0 || samples.length == 0) {
                return -1;
            }
            int count = Math.min(length, samples.length - position);
            System.arraycopy(samples, position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
