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

/** Decodings by the rebuilt graphs. With one seat left that is taken, it alone takes the steps; where there is no graph for several, each does. */
final class PreparedDecoding implements Decoding {

    private final PreparedDecoder decoder;
    private final StepMemory memory;
    private final Encoded[] audio;
    private final int[] positions;
    /** What a step of a seat alone reads; null while the seat is empty. */
    private final List<Map<String, OnnxTensor>> alone = new ArrayList<>();

    private final Map<String, OnnxTensor> together;
    private final Optional<OrtSession> forAll;

    PreparedDecoding(PreparedDecoder decoder, Optional<OrtSession> forAll, StepMemory memory) {
        this.decoder = decoder;
        this.forAll = forAll;
        this.memory = memory;
        audio = new Encoded[memory.seats];
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
        audio[seat] = new Encoded(decoder.encode(samples, memory));
        positions[seat] = 0;
        hear(seat);
    }

    private void hear(int seat) {
        audio[seat].listeners++;
        Map<String, OnnxTensor> inputs = new HashMap<>(memory.inputs(seat));
        for (Map.Entry<String, OnnxValue> output : audio[seat].result) {
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
        if (taken == 1 || forAll.isEmpty()) {
            stepOneByOne(tokens);
            return;
        }
        for (int seat = 0; seat < memory.seats; seat++) {
            if (alone.get(seat) == null) {
                // it has to hear something, and nobody asks it what
                listenTo(seat, someone);
            }
        }
        forAll.get().run(together, memory.outputs(memory.seats)).close();
    }

    private void stepOneByOne(int... tokens) throws OrtException {
        for (int seat = 0; seat < memory.seats; seat++) {
            if (tokens[seat] != NOTHING) {
                memory.longest(positions[seat]);
                decoder.step(alone.get(seat), memory.outputs(seat));
            }
        }
    }

    private void listenTo(int seat, int speaking) {
        for (Map.Entry<String, OnnxValue> output : audio[speaking].result) {
            together.put(output.getKey() + '.' + seat, (OnnxTensor) output.getValue());
        }
    }

    @Override
    public float rating(int seat, int token) {
        return memory.rating(seat, token);
    }

    @Override
    public void branch(int from, int to) {
        memory.copy(from, to, positions[from]);
        positions[to] = positions[from];
        audio[to] = audio[from];
        hear(to);
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
        if (--audio[seat].listeners == 0) {
            audio[seat].result.close();
        }
        audio[seat] = null;
        alone.set(seat, null);
    }

    @Override
    public void close() {
        for (int seat = 0; seat < memory.seats; seat++) {
            if (audio[seat] != null) {
                leave(seat);
            }
        }
        decoder.giveBack(memory);
    }

    /** A stretch of audio, kept until its last seat is left. */
    private static final class Encoded {

        private final OrtSession.Result result;
        private int listeners;

        Encoded(OrtSession.Result result) {
            this.result = result;
        }
    }
}
