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

/**
 * Decodes with the published graphs, one slot after the other. The first step of a slot has an empty cache. A later
 * step reads the text's cache of the step before, and the audio's cache of the first step.
 */
final class MergedDecodingSession implements DecodingSession {

    private final OrtEnvironment environment;
    private final OrtSession encoder;
    private final OrtSession decoder;
    private final Architecture architecture;
    private final List<String> presentOfText;
    private final List<String> pastOfText;
    private final OnnxTensor emptyCache;
    private final Slot[] active;

    MergedDecodingSession(
            OrtEnvironment environment, OrtSession encoder, OrtSession decoder, Architecture architecture, int slots)
            throws OrtException {
        this.environment = environment;
        this.encoder = encoder;
        this.decoder = decoder;
        this.architecture = architecture;
        presentOfText = architecture.caches("present", Part.DECODER);
        pastOfText = architecture.caches("past_key_values", Part.DECODER);
        emptyCache = OnnxTensor.createTensor(
                environment, FloatBuffer.allocate(0), new long[] {0, architecture.heads(), 1, architecture.headSize()});
        active = new Slot[slots];
    }

    @Override
    public int slots() {
        return active.length;
    }

    @Override
    public void encode(int slot, float[] samples) throws OrtException {
        try (OnnxTensor audio =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(samples), new long[] {1, samples.length})) {
            active[slot] = new Slot(new Shared(encoder.run(Map.of("input_values", audio))));
        }
        Slot taken = active[slot];
        taken.inputs.put("encoder_hidden_states", (OnnxTensor) taken.encoded.result.get(0));
        for (Part part : Part.values()) {
            architecture.caches("past_key_values", part).forEach(name -> taken.inputs.put(name, emptyCache));
        }
    }

    @Override
    public void step(int... tokens) throws OrtException {
        for (int slot = 0; slot < active.length; slot++) {
            if (tokens[slot] != NO_TOKEN) {
                step(active[slot], tokens[slot]);
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
        return active[slot].best;
    }

    @Override
    public double bestLogProbability(int slot) {
        return active[slot].bestLogProbability;
    }

    @Override
    public float logit(int slot, int token) {
        return active[slot].logits.get(token);
    }

    @Override
    public float[][] attention(int slot) {
        return new float[0][];
    }

    @Override
    public int audioTokens(int slot) {
        return (int) ((OnnxTensor) active[slot].encoded.result.get(0)).getInfo().getShape()[1];
    }

    @Override
    public void fork(int from, int to) {
        active[to] = new Slot(active[from]);
    }

    @Override
    public void release(int slot) {
        active[slot].close();
        active[slot] = null;
    }

    @Override
    public void close() {
        for (int slot = 0; slot < active.length; slot++) {
            if (active[slot] != null) {
                release(slot);
            }
        }
        emptyCache.close();
    }

    /** A text in progress, and the inputs of its next step. */
    private static final class Slot {

        private final Map<String, OnnxTensor> inputs = new HashMap<>();
        private final Shared encoded;
        /** The result of the first step. It holds the caches of the audio until the slot is released. */
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

        void choose(FloatBuffer stepLogits) {
            logits = stepLogits;
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

    /** A result of a graph. It is closed when its last user has closed it. */
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
