package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory that the steps of a decoding read and write, except the audio. It lies outside the heap and is reused, so
 * that a step allocates and copies nothing. The buffers have a view for each slot, and one for all slots.
 */
final class StepBuffers implements AutoCloseable {

    /** The maximum number of tokens of a text: some 38 s of speech. */
    static final int POSITIONS = 256;

    final int slots;
    private final List<OnnxTensor> tensors = new ArrayList<>();
    /** One entry for each slot, and a last one for all slots. */
    private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();

    private final List<Map<String, OnnxTensor>> outputs = new ArrayList<>();
    private final LongBuffer token;
    private final IntBuffer before;
    private final IntBuffer length;
    private final LongBuffer best;
    private final FloatBuffer logProbability;
    private final FloatBuffer logits;
    private final List<FloatBuffer> caches = new ArrayList<>();
    private final int heads;
    private final int cachedHeadSize;
    private final int tokens;
    private FloatBuffer encoderInput = direct(0).asFloatBuffer();

    StepBuffers(OrtEnvironment environment, Architecture architecture, int slots, int tokens) throws OrtException {
        this.slots = slots;
        this.tokens = tokens;
        heads = architecture.heads();
        cachedHeadSize = architecture.cachedHeadSize();
        ByteBuffer tokenBytes = direct(slots * Long.BYTES);
        ByteBuffer beforeBytes = direct(slots * Integer.BYTES);
        ByteBuffer bestBytes = direct(slots * Long.BYTES);
        ByteBuffer logProbabilityBytes = direct(slots * Float.BYTES);
        ByteBuffer logitBytes = direct(slots * tokens * Float.BYTES);
        token = tokenBytes.asLongBuffer();
        before = beforeBytes.asIntBuffer();
        length = direct(Integer.BYTES).asIntBuffer();
        best = bestBytes.asLongBuffer();
        logProbability = logProbabilityBytes.asFloatBuffer();
        logits = logitBytes.asFloatBuffer();
        for (int slot = 0; slot <= slots; slot++) {
            inputs.add(new HashMap<>());
            outputs.add(new HashMap<>());
        }
        OnnxTensor lengths = keep(OnnxTensor.createTensor(environment, length, new long[] {1}));
        inputs.forEach(all -> all.put("length", lengths));
        for (int slot = 0; slot <= slots; slot++) {
            int rows = slot == slots ? slots : 1;
            long[] column = {rows, 1};
            inputs.get(slot)
                    .put(
                            "token",
                            keep(OnnxTensor.createTensor(
                                    environment, part(tokenBytes, slot).asLongBuffer(), column)));
            inputs.get(slot)
                    .put(
                            "before",
                            keep(OnnxTensor.createTensor(
                                    environment, part(beforeBytes, slot).asIntBuffer(), new long[] {rows})));
            outputs.get(slot)
                    .put(
                            "best",
                            keep(OnnxTensor.createTensor(
                                    environment, part(bestBytes, slot).asLongBuffer(), column)));
            outputs.get(slot)
                    .put(
                            "logprob",
                            keep(OnnxTensor.createTensor(
                                    environment, part(logProbabilityBytes, slot).asFloatBuffer(), column)));
        }
        addLogits(environment, logitBytes);
        int size = architecture.heads() * POSITIONS * architecture.cachedHeadSize() * Float.BYTES;
        for (int layer = 0; layer < architecture.layers(); layer++) {
            for (String part : new String[] {"key.", "value."}) {
                ByteBuffer bytes = direct(slots * size);
                caches.add(bytes.asFloatBuffer());
                for (int slot = 0; slot <= slots; slot++) {
                    int rows = slot == slots ? slots : 1;
                    long[] shape = {rows, architecture.heads(), POSITIONS, architecture.cachedHeadSize()};
                    // the same tensor is input and output: the attention operator appends in place
                    OnnxTensor cache = keep(OnnxTensor.createTensor(
                            environment, part(bytes, slot).asFloatBuffer(), shape));
                    inputs.get(slot).put("past." + part + layer, cache);
                    outputs.get(slot).put("present." + part + layer, cache);
                }
            }
        }
    }

    private void addLogits(OrtEnvironment environment, ByteBuffer bytes) throws OrtException {
        for (int slot = 0; slot <= slots; slot++) {
            long[] shape = {slot == slots ? slots : 1, 1, tokens};
            OnnxTensor tensor =
                    OnnxTensor.createTensor(environment, part(bytes, slot).asFloatBuffer(), shape);
            outputs.get(slot).put("logits", keep(tensor));
        }
    }

    /** A buffer with this number of floats for the encoder's input. */
    FloatBuffer encoderInput(int floats) {
        if (encoderInput.capacity() < floats) {
            encoderInput = direct(floats * Float.BYTES).asFloatBuffer();
        }
        return encoderInput.clear().limit(floats);
    }

    /** The inputs of a step for one slot; for all slots at index {@link #slots}. */
    Map<String, OnnxTensor> inputs(int slot) {
        return inputs.get(slot);
    }

    /** The outputs of a step for one slot; for all slots at index {@link #slots}. */
    Map<String, OnnxTensor> outputs(int slot) {
        return outputs.get(slot);
    }

    /** Sets the next token of a slot and its position in the text. */
    void next(int slot, int nextToken, int position) {
        token.put(slot, nextToken);
        before.put(slot, position);
    }

    /** Sets the number of tokens of the longest text in a step, including the token of this step. */
    void longest(int tokens) {
        length.put(0, tokens);
    }

    int best(int slot) {
        return (int) best.get(slot);
    }

    double logProbability(int slot) {
        return logProbability.get(slot);
    }

    float logit(int slot, int nextToken) {
        return logits.get(slot * tokens + nextToken);
    }

    /** Copies the caches of the first {@code length} tokens from one slot to another. */
    void copy(int from, int to, int length) {
        int head = POSITIONS * cachedHeadSize;
        int used = length * cachedHeadSize;
        for (FloatBuffer cache : caches) {
            for (int i = 0; i < heads; i++) {
                cache.put((to * heads + i) * head, cache, (from * heads + i) * head, used);
            }
        }
    }

    private OnnxTensor keep(OnnxTensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    private ByteBuffer part(ByteBuffer whole, int slot) {
        int size = whole.capacity() / slots;
        ByteBuffer part = slot == slots ? whole.duplicate() : whole.slice(slot * size, size);
        return part.order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
    }
}
