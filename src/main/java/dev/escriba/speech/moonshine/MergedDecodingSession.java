package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.escriba.speech.moonshine.graph.Architecture;
import dev.escriba.speech.moonshine.graph.Architecture.Part;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodings by the published graphs, slot after slot: an empty cache first, then what came out the time before, the audio's part always of the first time. */
final class MergedDecodingSession implements DecodingSession {

    private final OrtEnvironment environment;
    private final OrtSession encoder;
    private final OrtSession decoder;
    private final Architecture architecture;
    private final List<String> presentOfText;
    private final List<String> pastOfText;
    private final OnnxTensor nothingYet;
    private final Slot[] seated;

    MergedDecodingSession(
            OrtEnvironment environment, OrtSession encoder, OrtSession decoder, Architecture architecture, int slots)
            throws OrtException {
        this.environment = environment;
        this.encoder = encoder;
        this.decoder = decoder;
        this.architecture = architecture;
        presentOfText = architecture.caches("present", Part.DECODER);
        pastOfText = architecture.caches("past_key_values", Part.DECODER);
        nothingYet = OnnxTensor.createTensor(
                environment, FloatBuffer.allocate(0), new long[] {0, architecture.heads(), 1, architecture.headSize()});
        seated = new Slot[slots];
    }

    @Override
    public int slots() {
        return seated.length;
    }

    @Override
    public void encode(int slot, float[] samples) throws OrtException {
        try (OnnxTensor audio =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(samples), new long[] {1, samples.length})) {
            seated[slot] = new Slot(new Shared(encoder.run(Map.of("input_values", audio))));
        }
        Slot taken = seated[slot];
        taken.inputs.put("encoder_hidden_states", (OnnxTensor) taken.encoded.result.get(0));
        for (Part part : Part.values()) {
            architecture.caches("past_key_values", part).forEach(name -> taken.inputs.put(name, nothingYet));
        }
    }

    @Override
    public void step(int... tokens) throws OrtException {
        for (int slot = 0; slot < seated.length; slot++) {
            if (tokens[slot] != NOTHING) {
                step(seated[slot], tokens[slot]);
            }
        }
    }

    private void step(Slot slot, int next) throws OrtException {
        long[] token = {next};
        try (OnnxTensor id = OnnxTensor.createTensor(environment, LongBuffer.wrap(token), new long[] {1, 1});
                OnnxTensor cached = OnnxTensor.createTensor(environment, new boolean[] {slot.first != null})) {
            slot.inputs.put("input_ids", id);
            slot.inputs.put("use_cache_branch", cached);
            advance(slot, new Shared(decoder.run(slot.inputs)));
        }
        slot.choose(((OnnxTensor) slot.previous.result.get("logits").orElseThrow()).getFloatBuffer());
    }

    private void advance(Slot slot, Shared stepped) {
        if (slot.first == null) {
            slot.first = stepped.share();
            keep(
                    slot,
                    stepped,
                    architecture.caches("present", Part.ENCODER),
                    architecture.caches("past_key_values", Part.ENCODER));
        } else {
            slot.previous.close();
        }
        slot.previous = stepped;
        keep(slot, stepped, presentOfText, pastOfText);
    }

    private static void keep(Slot slot, Shared stepped, List<String> present, List<String> past) {
        for (int i = 0; i < present.size(); i++) {
            slot.inputs.put(
                    past.get(i), (OnnxTensor) stepped.result.get(present.get(i)).orElseThrow());
        }
    }

    @Override
    public int best(int slot) {
        return seated[slot].best;
    }

    @Override
    public double bestLogProbability(int slot) {
        return seated[slot].bestLogProbability;
    }

    @Override
    public float rating(int slot, int token) {
        return seated[slot].logits.get(token);
    }

    @Override
    public int audioTokens(int slot) {
        return (int) ((OnnxTensor) seated[slot].encoded.result.get(0)).getInfo().getShape()[1];
    }

    @Override
    public void fork(int from, int to) {
        seated[to] = new Slot(seated[from]);
    }

    @Override
    public void release(int slot) {
        seated[slot].close();
        seated[slot] = null;
    }

    @Override
    public void close() {
        for (int slot = 0; slot < seated.length; slot++) {
            if (seated[slot] != null) {
                release(slot);
            }
        }
        nothingYet.close();
    }

    /** One text in the making, and all that its next step reads. */
    private static final class Slot {

        private final Map<String, OnnxTensor> inputs = new HashMap<>();
        private final Shared encoded;
        /** Holds the caches of the audio for as long as the slot is taken. */
        private Shared first;

        private Shared previous;
        private FloatBuffer logits;
        private int best;
        private double bestLogProbability;

        Slot(Shared encoded) {
            this.encoded = encoded;
        }

        Slot(Slot other) {
            encoded = other.encoded.share();
            first = other.first.share();
            previous = other.previous.share();
            inputs.putAll(other.inputs);
        }

        void choose(FloatBuffer ratings) {
            logits = ratings;
            best = 0;
            for (int token = 1; token < logits.limit(); token++) {
                if (logits.get(token) > logits.get(best)) {
                    best = token;
                }
            }
            double sum = 0;
            for (int token = 0; token < logits.limit(); token++) {
                sum += Math.exp(logits.get(token) - logits.get(best));
            }
            bestLogProbability = -Math.log(sum);
        }

        void close() {
            if (previous != null) {
                previous.close();
                first.close();
            }
            encoded.close();
        }
    }

    /** What came out of a graph, kept until its last user has closed it. */
    private static final class Shared {

        private final OrtSession.Result result;
        private int users = 1;

        Shared(OrtSession.Result result) {
            this.result = result;
        }

        Shared share() {
            users++;
            return this;
        }

        void close() {
            if (--users == 0) {
                result.close();
            }
        }
    }
}
