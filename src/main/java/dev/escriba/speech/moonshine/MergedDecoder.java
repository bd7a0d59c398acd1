package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.escriba.speech.moonshine.Architecture.Part;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The graphs as they are published: {@value #ENCODER} and {@value #DECODER}. Right for every model of the family, and slow. */
final class MergedDecoder implements Decoder {

    static final String ENCODER = "encoder_model.onnx";
    static final String DECODER = "decoder_model_merged.onnx";

    private final OrtEnvironment environment;
    private final OrtSession encoder;
    private final OrtSession decoder;
    private final Architecture architecture;

    MergedDecoder(OrtEnvironment environment, Path directory) throws OrtException {
        this.environment = environment;
        encoder = Sessions.open(environment, directory.resolve(ENCODER));
        try {
            decoder = Sessions.open(environment, directory.resolve(DECODER));
        } catch (OrtException e) {
            encoder.close();
            throw e;
        }
        architecture = Architecture.of(decoder);
    }

    Architecture architecture() {
        return architecture;
    }

    @Override
    public Decoding start(float[] samples) throws OrtException {
        try (OnnxTensor audio =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(samples), new long[] {1, samples.length})) {
            return new Run(encoder.run(Map.of("input_values", audio)));
        }
    }

    @Override
    public void close() throws OrtException {
        decoder.close();
        encoder.close();
    }

    private final class Run implements Decoding {

        private final List<String> presentOfText = architecture.caches("present", Part.DECODER);
        private final List<String> pastOfText = architecture.caches("past_key_values", Part.DECODER);
        private final OrtSession.Result encoded;
        private final Map<String, OnnxTensor> inputs = new HashMap<>();
        private final OnnxTensor nothingYet;
        /** Holds the caches of the audio for as long as the run lasts. */
        private OrtSession.Result first;

        private OrtSession.Result previous;
        private int best;
        private double bestLogProbability;

        Run(OrtSession.Result encoded) throws OrtException {
            this.encoded = encoded;
            nothingYet = OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), new long[] {
                0, architecture.heads(), 1, architecture.headSize()
            });
            inputs.put("encoder_hidden_states", (OnnxTensor) encoded.get(0));
            for (Part part : Part.values()) {
                architecture.caches("past_key_values", part).forEach(name -> inputs.put(name, nothingYet));
            }
        }

        @Override
        public void feed(int token) throws OrtException {
            try (OnnxTensor id = OnnxTensor.createTensor(
                            environment, LongBuffer.wrap(new long[] {token}), new long[] {1, 1});
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
        public int best() {
            return best;
        }

        @Override
        public double bestLogProbability() {
            return bestLogProbability;
        }

        @Override
        public int audioTokens() {
            return (int) ((OnnxTensor) encoded.get(0)).getInfo().getShape()[1];
        }

        @Override
        public void close() {
            if (previous != null && previous != first) {
                previous.close();
            }
            if (first != null) {
                first.close();
            }
            nothingYet.close();
            encoded.close();
        }
    }
}
