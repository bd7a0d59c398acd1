package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** All that one decoding reads and writes beside the audio, outside the heap and used again and again: a step allocates nothing and copies nothing. */
final class StepMemory implements AutoCloseable {

    /** The longest text; the models were trained on less. */
    static final int POSITIONS = 448;

    final Map<String, OnnxTensor> inputs = new HashMap<>();
    final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final LongBuffer token = direct(Long.BYTES).asLongBuffer();
    private final IntBuffer before = direct(Integer.BYTES).asIntBuffer();
    private final IntBuffer length = direct(Integer.BYTES).asIntBuffer();
    private final LongBuffer best = direct(Long.BYTES).asLongBuffer();
    private final FloatBuffer logProbability = direct(Float.BYTES).asFloatBuffer();

    StepMemory(OrtEnvironment environment, Architecture architecture) throws OrtException {
        inputs.put("token", OnnxTensor.createTensor(environment, token, new long[] {1, 1}));
        inputs.put("before", OnnxTensor.createTensor(environment, before, new long[] {1}));
        inputs.put("length", OnnxTensor.createTensor(environment, length, new long[] {1}));
        outputs.put("best", OnnxTensor.createTensor(environment, best, new long[] {1, 1}));
        outputs.put("logprob", OnnxTensor.createTensor(environment, logProbability, new long[] {1, 1}));
        long[] shape = {1, architecture.heads(), POSITIONS, architecture.cachedHeadSize()};
        int bytes = architecture.heads() * POSITIONS * architecture.cachedHeadSize() * Float.BYTES;
        for (int layer = 0; layer < architecture.layers(); layer++) {
            for (String slot : new String[] {"key.", "value."}) {
                // input and output at once: the attention operator then appends in place
                OnnxTensor cache =
                        OnnxTensor.createTensor(environment, direct(bytes).asFloatBuffer(), shape);
                inputs.put("past." + slot + layer, cache);
                outputs.put("present." + slot + layer, cache);
            }
        }
    }

    void next(int nextToken, int position) {
        token.put(0, nextToken);
        before.put(0, position);
        length.put(0, position + 1);
    }

    int best() {
        return (int) best.get(0);
    }

    double logProbability() {
        return logProbability.get(0);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.get("best").close();
        outputs.get("logprob").close();
    }
}
