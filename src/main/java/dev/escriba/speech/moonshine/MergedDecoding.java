package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.escriba.speech.moonshine.Architecture.Part;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodings by the published graphs, one at a time: an empty cache first, then what came out the time before, the audio's part always of the first time. */
final class MergedDecoding implements Decoding {

    private final OrtEnvironment environment;
    private final OrtSession encoder;
    private final OrtSession decoder;
    private final Architecture architecture;
    private final List<String> presentOfText;
    private final List<String> pastOfText;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final OnnxTensor nothingYet;
    private OrtSession.Result encoded;
    /** Holds the caches of the audio for as long as the seat is taken. */
    private OrtSession.Result first;

    private OrtSession.Result previous;
    private int best;
    private double bestLogProbability;

    MergedDecoding(OrtEnvironment environment, OrtSession encoder, OrtSession decoder, Architecture architecture)
            throws OrtException {
        this.environment = environment;
        this.encoder = encoder;
        this.decoder = decoder;
        this.architecture = architecture;
        presentOfText = architecture.caches("present", Part.DECODER);
        pastOfText = architecture.caches("past_key_values", Part.DECODER);
        nothingYet = OnnxTensor.createTensor(
                environment, FloatBuffer.allocate(0), new long[] {0, architecture.heads(), 1, architecture.headSize()});
    }

    @Override
    public int seats() {
        return 1;
    }

    @Override
    public void take(int seat, float[] samples) throws OrtException {
        try (OnnxTensor audio =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(samples), new long[] {1, samples.length})) {
            encoded = encoder.run(Map.of("input_values", audio));
        }
        inputs.put("encoder_hidden_states", (OnnxTensor) encoded.get(0));
        for (Part part : Part.values()) {
            architecture.caches("past_key_values", part).forEach(name -> inputs.put(name, nothingYet));
        }
    }

    @Override
    public void feed(int... tokens) throws OrtException {
        long[] token = {tokens[0]};
        try (OnnxTensor id = OnnxTensor.createTensor(environment, LongBuffer.wrap(token), new long[] {1, 1});
                OnnxTensor cached = OnnxTensor.createTensor(environment, new boolean[] {first != null})) {
            inputs.put("input_ids", id);
            inputs.put("use_cache_branch", cached);
            advance(decoder.run(inputs));
        }
        choose(((OnnxTensor) previous.get("logits").orElseThrow()).getFloatBuffer());
    }

    private void advance(OrtSession.Result result) {
        if (first == null) {
            first = result;
            keep(
                    result,
                    architecture.caches("present", Part.ENCODER),
                    architecture.caches("past_key_values", Part.ENCODER));
        } else if (previous != first) {
            previous.close();
        }
        previous = result;
        keep(result, presentOfText, pastOfText);
    }

    private void keep(OrtSession.Result result, List<String> present, List<String> past) {
        for (int i = 0; i < present.size(); i++) {
            inputs.put(past.get(i), (OnnxTensor) result.get(present.get(i)).orElseThrow());
        }
    }

    private void choose(FloatBuffer logits) {
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

    @Override
    public int best(int seat) {
        return best;
    }

    @Override
    public double bestLogProbability(int seat) {
        return bestLogProbability;
    }

    @Override
    public int audioTokens(int seat) {
        return (int) ((OnnxTensor) encoded.get(0)).getInfo().getShape()[1];
    }

    @Override
    public void leave(int seat) {
        if (previous != null && previous != first) {
            previous.close();
        }
        if (first != null) {
            first.close();
        }
        encoded.close();
        previous = null;
        first = null;
        encoded = null;
    }

    @Override
    public void close() {
        if (encoded != null) {
            leave(0);
        }
        nothingYet.close();
    }
}
