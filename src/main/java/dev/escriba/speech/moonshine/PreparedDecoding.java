package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodings by the rebuilt graphs. With one seat left that is taken, it alone takes the steps. */
final class PreparedDecoding implements Decoding {

    private final PreparedDecoder decoder;
    private final StepMemory memory;
    private final OrtSession.Result[] encoded;
    private final int[] positions;
    /** What a step of a seat alone reads; null while the seat is empty. */
    private final List<Map<String, OnnxTensor>> alone = new ArrayList<>();

    private final Map<String, OnnxTensor> together;

    PreparedDecoding(PreparedDecoder decoder, StepMemory memory) {
        this.decoder = decoder;
        this.memory = memory;
        encoded = new OrtSession.Result[memory.seats];
        positions = new int[memory.seats];
        together = new HashMap<>(memory.inputs(memory.seats));
        for (int seat = 0; seat < memory.seats; seat++) {
            alone.add(null);
        }
    }

    @Override
    public int seats() {
        return memory.seats;
    }

    @Override
    public void take(int seat, float[] samples) throws OrtException {
        encoded[seat] = decoder.encode(samples, memory);
        positions[seat] = 0;
        Map<String, OnnxTensor> inputs = new HashMap<>(memory.inputs(seat));
        for (Map.Entry<String, OnnxValue> output : encoded[seat]) {
            inputs.put(output.getKey(), (OnnxTensor) output.getValue());
        }
        alone.set(seat, inputs);
        listenTo(seat, seat);
    }

    @Override
    public void feed(int... tokens) throws OrtException {
        int taken = 0;
        int someone = 0;
        int longest = 0;
        for (int seat = 0; seat < memory.seats; seat++) {
            if (tokens[seat] == NOTHING) {
                memory.next(seat, Tokenizer.START, 0);
            } else {
                memory.next(seat, tokens[seat], positions[seat]++);
                longest = Math.max(longest, positions[seat]);
                someone = seat;
                taken++;
            }
        }
        memory.longest(longest);
        if (taken == 1) {
            decoder.step(alone.get(someone), memory.outputs(someone));
            return;
        }
        for (int seat = 0; seat < memory.seats; seat++) {
            if (alone.get(seat) == null) {
                // it has to hear something, and nobody asks it what
                listenTo(seat, someone);
            }
        }
        decoder.stepTogether(together, memory.outputs(memory.seats));
    }

    private void listenTo(int seat, int speaking) {
        for (Map.Entry<String, OnnxValue> output : encoded[speaking]) {
            together.put(output.getKey() + '.' + seat, (OnnxTensor) output.getValue());
        }
    }

    @Override
    public int best(int seat) {
        return memory.best(seat);
    }

    @Override
    public double bestLogProbability(int seat) {
        return memory.logProbability(seat);
    }

    @Override
    public int audioTokens(int seat) {
        return (int) alone.get(seat).get("value.0").getInfo().getShape()[2];
    }

    @Override
    public void leave(int seat) {
        encoded[seat].close();
        encoded[seat] = null;
        alone.set(seat, null);
    }

    @Override
    public void close() {
        for (int seat = 0; seat < memory.seats; seat++) {
            if (encoded[seat] != null) {
                leave(seat);
            }
        }
        decoder.giveBack(memory);
    }
}
