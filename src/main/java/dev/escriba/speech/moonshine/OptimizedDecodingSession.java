package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decodes with the rebuilt graphs. When a single slot is active, only that slot makes steps. Without a graph for
 * several slots, each slot makes steps of its own.
 */
final class OptimizedDecodingSession implements DecodingSession {

    private final OptimizedDecoder decoder;
    private final StepBuffers memory;
    private final Encoded[] audio;
    private final int[] positions;
    /** The inputs of a step for one slot alone; null while the slot is empty. */
    private final List<Map<String, OnnxTensor>> alone = new ArrayList<>();

    private final Map<String, OnnxTensor> together;
    private final Optional<OrtSession> forAll;

    private final List<AlignmentHead> heads;
    private final Set<Integer> layers = new TreeSet<>();
    private final float[][][] attention;

    OptimizedDecodingSession(
            OptimizedDecoder decoder, Optional<OrtSession> forAll, StepBuffers memory, List<AlignmentHead> heads) {
        this.decoder = decoder;
        this.forAll = forAll;
        this.memory = memory;
        this.heads = heads;
        heads.forEach(head -> layers.add(head.layer()));
        attention = new float[memory.slots][0][];
        audio = new Encoded[memory.slots];
        positions = new int[memory.slots];
        together = new HashMap<>(memory.inputs(memory.slots));
        for (int slot = 0; slot < memory.slots; slot++) {
            alone.add(null);
        }
    }

    @Override
    public int slots() {
        return memory.slots;
    }

    @Override
    public void encode(int slot, float[] samples) throws OrtException {
        audio[slot] = new Encoded(decoder.encode(samples, memory));
        positions[slot] = 0;
        attach(slot);
    }

    private void attach(int slot) {
        audio[slot].users++;
        Map<String, OnnxTensor> inputs = new HashMap<>(memory.inputs(slot));
        for (Map.Entry<String, OnnxValue> output : audio[slot].result) {
            inputs.put(output.getKey(), (OnnxTensor) output.getValue());
        }
        alone.set(slot, inputs);
        bindAudio(slot, slot);
    }

    @Override
    public void step(int... tokens) throws OrtException {
        int taken = 0;
        int anyActive = 0;
        int longest = 0;
        for (int slot = 0; slot < memory.slots; slot++) {
            if (tokens[slot] == NO_TOKEN) {
                memory.next(slot, Tokenizer.START, 0);
            } else {
                memory.next(slot, tokens[slot], positions[slot]++);
                longest = Math.max(longest, positions[slot]);
                anyActive = slot;
                taken++;
            }
        }
        memory.longest(longest);
        if (taken == 1 || forAll.isEmpty()) {
            stepOneByOne(tokens);
            return;
        }
        for (int slot = 0; slot < memory.slots; slot++) {
            if (alone.get(slot) == null) {
                // the graph needs audio for every slot; the result of an empty slot is not read
                bindAudio(slot, anyActive);
            }
        }
        Set<String> wanted = new HashSet<>();
        for (int slot = 0; slot < memory.slots; slot++) {
            wanted.addAll(tokens[slot] == NO_TOKEN ? Set.of() : attentionOutputs("." + slot));
        }
        try (OrtSession.Result result = forAll.get().run(together, wanted, memory.outputs(memory.slots))) {
            for (int slot = 0; slot < memory.slots; slot++) {
                if (tokens[slot] != NO_TOKEN) {
                    keepAttention(slot, result, "." + slot);
                }
            }
        }
    }

    private void stepOneByOne(int... tokens) throws OrtException {
        for (int slot = 0; slot < memory.slots; slot++) {
            if (tokens[slot] != NO_TOKEN) {
                memory.longest(positions[slot]);
                try (OrtSession.Result result =
                        decoder.step(alone.get(slot), attentionOutputs(""), memory.outputs(slot))) {
                    keepAttention(slot, result, "");
                }
            }
        }
    }

    private Set<String> attentionOutputs(String ofSlot) {
        return layers.isEmpty()
                ? Set.of()
                : layers.stream().map(layer -> "attention." + layer + ofSlot).collect(Collectors.toSet());
    }

    private void keepAttention(int slot, OrtSession.Result result, String ofSlot) {
        if (heads.isEmpty()) {
            return;
        }
        int positions = audioTokens(slot);
        float[][] rows = new float[heads.size()][positions];
        for (int layer : layers) {
            FloatBuffer weights =
                    ((OnnxTensor) result.get("attention." + layer + ofSlot).orElseThrow()).getFloatBuffer();
            for (int i = 0; i < rows.length; i++) {
                if (heads.get(i).layer() == layer) {
                    weights.get(heads.get(i).head() * positions, rows[i]);
                }
            }
        }
        attention[slot] = rows;
    }

    @Override
    public float[][] attention(int slot) {
        return attention[slot];
    }

    private void bindAudio(int slot, int source) {
        for (Map.Entry<String, OnnxValue> output : audio[source].result) {
            together.put(output.getKey() + '.' + slot, (OnnxTensor) output.getValue());
        }
    }

    @Override
    public float logit(int slot, int token) {
        return memory.logit(slot, token);
    }

    @Override
    public void fork(int from, int to) {
        memory.copy(from, to, positions[from]);
        positions[to] = positions[from];
        audio[to] = audio[from];
        attach(to);
    }

    @Override
    public int best(int slot) {
        return memory.best(slot);
    }

    @Override
    public double bestLogProbability(int slot) {
        return memory.logProbability(slot);
    }

    @Override
    public int audioTokens(int slot) {
        return (int) alone.get(slot).get("value.0").getInfo().getShape()[2];
    }

    @Override
    public void release(int slot) {
        if (--audio[slot].users == 0) {
            audio[slot].result.close();
        }
        audio[slot] = null;
        alone.set(slot, null);
    }

    @Override
    public void close() {
        for (int slot = 0; slot < memory.slots; slot++) {
            if (audio[slot] != null) {
                release(slot);
            }
        }
        decoder.giveBack(memory);
    }

    /** An encoded utterance. It is closed when its last slot is released. */
    private static final class Encoded {

        private final OrtSession.Result result;
        private int users;

        Encoded(OrtSession.Result result) {
            this.result = result;
        }
    }
}
