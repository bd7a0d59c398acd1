package dev.escriba.speech.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import dev.escriba.speech.control.Samples;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SileroVadTest {

    @TempDir
    static Path data;

    private static SileroVad vad;

    @BeforeAll
    static void load() throws Exception {
        OrtEnvironment environment = OnnxRuntimeNatives.environment(new DataDirectory(new StorageSettings(data)));
        vad = SileroVad.packed(environment);
    }

    @AfterAll
    static void close() {
        vad.close();
    }

    private static float[] judge(float[] samples, VoiceActivity activity) {
        int frames = samples.length / VoiceActivity.FRAME;
        float[] probabilities = new float[frames];
        for (int i = 0; i < frames; i += VoiceActivity.BLOCK) {
            int count = Math.min(VoiceActivity.BLOCK, frames - i);
            float[] block = Arrays.copyOfRange(samples, i * VoiceActivity.FRAME, (i + count) * VoiceActivity.FRAME);
            System.arraycopy(activity.speechProbabilities(block, count), 0, probabilities, i, count);
        }
        return probabilities;
    }

    /** The share of frames that are more likely speech than not. */
    private static double speech(float[] samples) {
        try (VoiceActivity activity = vad.listen()) {
            int spoken = 0;
            float[] probabilities = judge(samples, activity);
            for (float probability : probabilities) {
                spoken += probability > 0.5f ? 1 : 0;
            }
            return (double) spoken / probabilities.length;
        }
    }

    @Test
    void hearsSpeech() throws Exception {
        assertThat(speech(Samples.said("en"))).isGreaterThan(0.6);
        assertThat(speech(Samples.said("es"))).isGreaterThan(0.6);
    }

    @Test
    void takesNoNoiseForSpeech() {
        assertThat(speech(Samples.silence(3))).isZero();
        assertThat(speech(Samples.whiteNoise(0.1, 3))).isLessThan(0.05);
        assertThat(speech(Samples.tone(440, 0.3, 3))).isLessThan(0.1);
    }

    @Test
    void keepsRecordingsApart() throws Exception {
        float[] samples = Samples.said("en");
        double alone = speech(samples);
        try (VoiceActivity other = vad.listen()) {
            judge(samples, other);
            assertThat(speech(samples)).isEqualTo(alone);
        }
    }

    @Test
    void judgesAsThePublishedModelDoes() throws Exception {
        float[] samples = Samples.said("es");
        try (VoiceActivity rebuilt = vad.listen()) {
            float[] expected = PublishedSilero.judge(samples);
            float[] actual = judge(samples, rebuilt);

            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }
}
