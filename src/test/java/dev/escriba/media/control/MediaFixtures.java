package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import java.util.Arrays;

/** Helpers of the tests of this package. */
final class MediaFixtures {

    private MediaFixtures() {}

    static MediaProbe probe() {
        return probe(MediaFixture.settings().formats().toArray(String[]::new));
    }

    static MediaProbe probe(String... formats) {
        return MediaFixture.probe(formats);
    }

    static MediaDecoder decoder() {
        return MediaFixture.decoder();
    }

    static float[] readAll(PcmStream stream) {
        float[] samples = new float[0];
        float[] buffer = new float[5_000];
        int length = 0;
        for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
            if (length + n > samples.length) {
                samples = Arrays.copyOf(samples, 2 * (length + n));
            }
            System.arraycopy(buffer, 0, samples, length, n);
            length += n;
        }
        return Arrays.copyOf(samples, length);
    }

    static void assertFileProblem(Problem problem, String key) {
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors()).containsOnlyKeys("File");
        assertThat(problem.errors().get("File").key()).isEqualTo(key);
    }
}
