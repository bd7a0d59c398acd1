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
 * All that a decoding's steps read and write beside the audio, outside the heap and used again and again: a step allocates nothing and copies nothing.
 * Every seat can be seen alone, too.
 */
final class StepMemory implements AutoCloseable {

    /** The longest text: what is spoken in some 38 s. */
    static final int POSITIONS = 256;

    final int seats;
    private final List<OnnxTensor> tensors = new ArrayList<>();
    /** One for every seat alone, and one more for all of them. */
    private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();

    private final List<Map<String, OnnxTensor>> outputs = new ArrayList<>();
    private final LongBuffer token;
    private final IntBuffer before;
    private final IntBuffer length;
    private final LongBuffer best;
    private final FloatBuffer logProbability;
    private final FloatBuffer ratings;
    private final List<FloatBuffer> caches = new ArrayList<>();
    private final int heads;
    private final int cachedHeadSize;
    private final int tokens;
    private FloatBuffer room = direct(0).asFloatBuffer();

    StepMemory(OrtEnvironment environment, Architecture architecture, int seats, int tokens) throws OrtException {
        this.seats = seats;
        this.tokens = tokens;
        heads = architecture.heads();
        cachedHeadSize = architecture.cachedHeadSize();
        ByteBuffer tokenBytes = direct(seats * Long.BYTES);
        ByteBuffer beforeBytes = direct(seats * Integer.BYTES);
        ByteBuffer bestBytes = direct(seats * Long.BYTES);
        ByteBuffer logProbabilityBytes = direct(seats * Float.BYTES);
        ByteBuffer ratingBytes = direct(seats * tokens * Float.BYTES);
        token = tokenBytes.asLongBuffer();
        before = beforeBytes.asIntBuffer();
        length = direct(Integer.BYTES).asIntBuffer();
        best = bestBytes.asLongBuffer();
        logProbability = logProbabilityBytes.asFloatBuffer();
        ratings = ratingBytes.asFloatBuffer();
        for (int seat = 0; seat <= seats; seat++) {
            inputs.add(new HashMap<>());
            outputs.add(new HashMap<>());
        }
        OnnxTensor lengths = keep(OnnxTensor.createTensor(environment, length, new long[] {1}));
        inputs.forEach(all -> all.put("length", lengths));
        for (int seat = 0; seat <= seats; seat++) {
            int rows = seat == seats ? seats : 1;
            long[] column = {rows, 1};
            inputs.get(seat)
                    .put(
                            "token",
                            keep(OnnxTensor.createTensor(
                                    environment, part(tokenBytes, seat).asLongBuffer(), column)));
            inputs.get(seat)
                    .put(
                            "before",
                            keep(OnnxTensor.createTensor(
                                    environment, part(beforeBytes, seat).asIntBuffer(), new long[] {rows})));
            outputs.get(seat)
                    .put(
                            "best",
                            keep(OnnxTensor.createTensor(
                                    environment, part(bestBytes, seat).asLongBuffer(), column)));
            outputs.get(seat)
                    .put(
                            "logprob",
                            keep(OnnxTensor.createTensor(
                                    environment, part(logProbabilityBytes, seat).asFloatBuffer(), column)));
        }
        addRatings(environment, ratingBytes);
        int size = architecture.heads() * POSITIONS * architecture.cachedHeadSize() * Float.BYTES;
        for (int layer = 0; layer < architecture.layers(); layer++) {
            for (String slot : new String[] {"key.", "value."}) {
                ByteBuffer bytes = direct(seats * size);
                caches.add(bytes.asFloatBuffer());
                for (int seat = 0; seat <= seats; seat++) {
                    int rows = seat == seats ? seats : 1;
                    long[] shape = {rows, architecture.heads(), POSITIONS, architecture.cachedHeadSize()};
                    // input and output at once: the attention operator then appends in place
                    OnnxTensor cache = keep(OnnxTensor.createTensor(
                            environment, part(bytes, seat).asFloatBuffer(), shape));
                    inputs.get(seat).put("past." + slot + layer, cache);
                    outputs.get(seat).put("present." + slot + layer, cache);
                }
            }
        }
    }

    private void addRatings(OrtEnvironment environment, ByteBuffer bytes) throws OrtException {
        for (int seat = 0; seat <= seats; seat++) {
            long[] shape = {seat == seats ? seats : 1, 1, tokens};
            OnnxTensor tensor =
                    OnnxTensor.createTensor(environment, part(bytes, seat).asFloatBuffer(), shape);
            outputs.get(seat).put("logits", keep(tensor));
        }
    }

    /** Room for so many floats to encode from. */
    FloatBuffer room(int floats) {
        if (room.capacity() < floats) {
            room = direct(floats * Float.BYTES).asFloatBuffer();
        }
        return room.clear().limit(floats);
    }

    /** What a step of one seat reads, or with the number of seats, one of all. */
    Map<String, OnnxTensor> inputs(int seat) {
        return inputs.get(seat);
    }

    /** What a step of one seat writes, or with the number of seats, one of all. */
    Map<String, OnnxTensor> outputs(int seat) {
        return outputs.get(seat);
    }

    /** Sets a seat's next token and how many came before. */
    void next(int seat, int nextToken, int position) {
        token.put(seat, nextToken);
        before.put(seat, position);
    }

    /** Sets how many tokens the longest text of a step has, its own included. */
    void longest(int tokens) {
        length.put(0, tokens);
    }

    int best(int seat) {
        return (int) best.get(seat);
    }

    double logProbability(int seat) {
        return logProbability.get(seat);
    }

    float rating(int seat, int nextToken) {
        return ratings.get(seat * tokens + nextToken);
    }

    /** Has one seat remember what another does of so many tokens. */
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

    private ByteBuffer part(ByteBuffer whole, int seat) {
        int size = whole.capacity() / seats;
        ByteBuffer part = seat == seats ? whole.duplicate() : whole.slice(seat * size, size);
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
