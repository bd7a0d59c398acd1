package dev.escriba.speech.segmentation;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.escriba.media.entity.PcmStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Silero VAD v5/v6: finds speech in frames of 32 ms. One session serves all recordings; what is remembered of one recording
 * lies in its {@link VoiceActivity}.
 *
 * <p>Input {@code input} [1, 64 + 512]: the end of the frame before, then the frame; {@code state} [2, 1, 128], zero at
 * first, fed back from {@code stateN}; {@code sr} 16000. Output {@code output} [1, 1], a probability.
 */
public final class SileroVad implements AutoCloseable {

    private static final String PACKED = "models/silero-vad/silero_vad.onnx";
    private static final int CONTEXT = 64;
    private static final int STATE = 2 * 128;
    private static final long[] INPUT_SHAPE = {1, CONTEXT + VoiceActivity.FRAME};
    private static final long[] STATE_SHAPE = {2, 1, 128};

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final OnnxTensor sampleRate;

    /** Loads the model that the application carries. */
    public static SileroVad packed(OrtEnvironment environment) throws OrtException {
        try (InputStream model = SileroVad.class.getClassLoader().getResourceAsStream(PACKED)) {
            if (model == null) {
                throw new IllegalStateException("not packed: " + PACKED);
            }
            return new SileroVad(model.readAllBytes(), environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads a model from the content of its file. */
    public SileroVad(byte[] model, OrtEnvironment environment) throws OrtException {
        this.environment = environment;
        try (SessionOptions options = new SessionOptions()) {
            // a frame costs some 0.1 ms: a second thread would only spin
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.set_denormal_as_zero", "1");
            session = environment.createSession(model, options);
        }
        sampleRate = OnnxTensor.createTensor(environment, (long) PcmStream.SAMPLE_RATE);
    }

    /** Begins with a new recording. */
    VoiceActivity listen() {
        try {
            return new Listener();
        } catch (OrtException e) {
            throw new IllegalStateException("speech detection failed", e);
        }
    }

    @Override
    public void close() {
        sampleRate.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("speech detection does not close", e);
        }
    }

    private final class Listener implements VoiceActivity {

        private final FloatBuffer input = direct(CONTEXT + FRAME);
        private final FloatBuffer probability = direct(1);
        private final OnnxTensor inputTensor = OnnxTensor.createTensor(environment, input, INPUT_SHAPE);
        private final OnnxTensor outputTensor = OnnxTensor.createTensor(environment, probability, new long[] {1, 1});
        // written and read in turns: the graph may not overwrite what it still reads
        private OnnxTensor before = OnnxTensor.createTensor(environment, direct(STATE), STATE_SHAPE);
        private OnnxTensor after = OnnxTensor.createTensor(environment, direct(STATE), STATE_SHAPE);

        Listener() throws OrtException {}

        @Override
        public float speechProbability(float[] samples, float gain) {
            for (int i = 0; i < CONTEXT; i++) {
                input.put(i, input.get(FRAME + i));
            }
            for (int i = 0; i < FRAME; i++) {
                input.put(CONTEXT + i, Math.max(-1f, Math.min(1f, samples[i] * gain)));
            }
            try {
                session.run(
                                Map.of("input", inputTensor, "state", before, "sr", sampleRate),
                                Map.of("output", outputTensor, "stateN", after))
                        .close();
                OnnxTensor swapped = before;
                before = after;
                after = swapped;
                return probability.get(0);
            } catch (OrtException e) {
                throw new IllegalStateException("speech detection failed", e);
            }
        }

        @Override
        public void close() {
            inputTensor.close();
            outputTensor.close();
            before.close();
            after.close();
        }

        private static FloatBuffer direct(int length) {
            return ByteBuffer.allocateDirect(length * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
    }
}
