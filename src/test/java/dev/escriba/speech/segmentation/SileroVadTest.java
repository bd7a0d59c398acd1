package dev.escriba.speech.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import dev.escriba.speech.control.Samples;
import dev.escriba.speech.moonshine.OnnxRuntimeNatives;
import dev.escriba.storage.control.DataDirectory;
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
        OrtEnvironment environment = OnnxRuntimeNatives.environment(new DataDirectory(data));
        vad = SileroVad.packed(environment);
    }

    @AfterAll
    static void close() {
        vad.close();
    }

    /** The share of frames that are more likely speech than not. */
    private static double speech(float[] samples, float gain) {
        int spoken = 0;
        int frames = samples.length / VoiceActivity.FRAME;
        try (VoiceActivity activity = vad.listen()) {
            for (int i = 0; i < frames; i++) {
                float[] frame = Arrays.copyOfRange(samples, i * VoiceActivity.FRAME, (i + 1) * VoiceActivity.FRAME);
                spoken += activity.speechProbability(frame, gain) > 0.5f ? 1 : 0;
            }
        }
        return (double) spoken / frames;
    }

    @Test
    void hearsSpeech() throws Exception {
        assertThat(speech(Samples.said("en"), 1)).isGreaterThan(0.6);
        assertThat(speech(Samples.said("es"), 1)).isGreaterThan(0.6);
    }

    @Test
    void hearsQuietSpeechThroughTheGain() throws Exception {
        assertThat(speech(Samples.times(Samples.said("es"), 0.01), 100)).isGreaterThan(0.6);
    }

    @Test
    void takesNoNoiseForSpeech() {
        assertThat(speech(Samples.silence(3), 1)).isZero();
        assertThat(speech(Samples.whiteNoise(0.001, 3), 100)).isLessThan(0.05);
        assertThat(speech(Samples.tone(440, 0.3, 3), 1)).isLessThan(0.1);
    }

    @Test
    void keepsRecordingsApart() throws Exception {
        float[] samples = Samples.said("en");
        double alone = speech(samples, 1);
        try (VoiceActivity other = vad.listen()) {
            other.speechProbability(new float[VoiceActivity.FRAME], 1);
            assertThat(speech(samples, 1)).isEqualTo(alone);
        }
    }
}
