package dev.escriba.speech.segmentation;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.Map;

/** The published Silero VAD, one frame at a time. The rebuilt graph is compared with it. */
final class PublishedSilero {

    private static final int CONTEXT = 64;

    private PublishedSilero() {}

    static float[] probabilities(float[] samples) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        float[] withContext = new float[CONTEXT + samples.length];
        System.arraycopy(samples, 0, withContext, CONTEXT, samples.length);
        float[] probabilities = new float[samples.length / VoiceActivity.FRAME];
        float[][][] state = new float[2][1][128];
        try (OrtSession session = environment.createSession(SileroVad.packed());
                OnnxTensor rate = OnnxTensor.createTensor(environment, 16_000L)) {
            for (int i = 0; i < probabilities.length; i++) {
                int from = i * VoiceActivity.FRAME;
                float[][] input = {Arrays.copyOfRange(withContext, from, from + CONTEXT + VoiceActivity.FRAME)};
                try (OnnxTensor frame = OnnxTensor.createTensor(environment, input);
                        OnnxTensor before = OnnxTensor.createTensor(environment, state);
                        OrtSession.Result result = session.run(Map.of("input", frame, "state", before, "sr", rate))) {
                    probabilities[i] =
                            ((float[][]) result.get("output").orElseThrow().getValue())[0][0];
                    state = (float[][][]) result.get("stateN").orElseThrow().getValue();
                }
            }
        }
        return probabilities;
    }
}
