package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decodings by the rebuilt graphs. With one slot left that is taken, it alone takes the steps; where there is no graph for several, each does. */
final class OptimizedDecodingSession implements DecodingSession {

    private final OptimizedDecoder decoder;
    private final StepBuffers memory;
    private final Encoded[] audio;
    private final int[] positions;
    /** What a step of a slot alone reads; null while the slot is empty. */
    private final List<Map<String, OnnxTensor>> alone = new ArrayList<>();

    private final Map<String, OnnxTensor> together;
    private final Optional<OrtSession> forAll;

    OptimizedDecodingSession(OptimizedDecoder decoder, Optional<OrtSession> forAll, StepBuffers memory) {
        this.decoder = decoder;
        this.forAll = forAll;
        this.memory = memory;
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
        hear(slot);
    }

    private void hear(int slot) {
        audio[slot].listeners++;
        Map<String, OnnxTensor> inputs = new HashMap<>(memory.inputs(slot));
        for (Map.Entry<String, OnnxValue> output : audio[slot].result) {
            inputs.put(output.getKey(), (OnnxTensor) output.getValue());
        }
        alone.set(slot, inputs);
        listenTo(slot, slot);
    }

    @Override
    public void step(int... tokens) throws OrtException {
        int taken = 0;
        int someone = 0;
        int longest = 0;
        for (int slot = 0; slot < memory.slots; slot++) {
            if (tokens[slot] == NOTHING) {
                memory.next(slot, Tokenizer.START, 0);
            } else {
                memory.next(slot, tokens[slot], positions[slot]++);
                longest = Math.max(longest, positions[slot]);
                someone = slot;
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
                // it has to hear something, and nobody asks it what
                listenTo(slot, someone);
            }
        }
        forAll.get().run(together, memory.outputs(memory.slots)).close();
    }

    private void stepOneByOne(int... tokens) throws OrtException {
        for (int slot = 0; slot < memory.slots; slot++) {
            if (tokens[slot] != NOTHING) {
                memory.longest(positions[slot]);
                decoder.step(alone.get(slot), memory.outputs(slot));
            }
        }
    }

    private void listenTo(int slot, int speaking) {
        for (Map.Entry<String, OnnxValue> output : audio[speaking].result) {
            together.put(output.getKey() + '.' + slot, (OnnxTensor) output.getValue());
        }
    }

    @Override
    public float rating(int slot, int token) {
        return memory.rating(slot, token);
    }

    @Override
    public void fork(int from, int to) {
        memory.copy(from, to, positions[from]);
        positions[to] = positions[from];
        audio[to] = audio[from];
        hear(to);
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
        if (--audio[slot].listeners == 0) {
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

    /** A stretch of audio, kept until its last slot is left. */
    private static final class Encoded {

        private final OrtSession.Result result;
        private int listeners;

        Encoded(OrtSession.Result result) {
            this.result = result;
        }
    }
}
