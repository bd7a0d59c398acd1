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

/** Decodings by the published graphs, seat after seat: an empty cache first, then what came out the time before, the audio's part always of the first time. */
final class MergedDecoding implements Decoding {

    private final OrtEnvironment environment;
    private final OrtSession encoder;
    private final OrtSession decoder;
    private final Architecture architecture;
    private final List<String> presentOfText;
    private final List<String> pastOfText;
    private final OnnxTensor nothingYet;
    private final Seat[] seated;

    MergedDecoding(
            OrtEnvironment environment, OrtSession encoder, OrtSession decoder, Architecture architecture, int seats)
            throws OrtException {
        this.environment = environment;
        this.encoder = encoder;
        this.decoder = decoder;
        this.architecture = architecture;
        presentOfText = architecture.caches("present", Part.DECODER);
        pastOfText = architecture.caches("past_key_values", Part.DECODER);
        nothingYet = OnnxTensor.createTensor(
                environment, FloatBuffer.allocate(0), new long[] {0, architecture.heads(), 1, architecture.headSize()});
        seated = new Seat[seats];
    }

    @Override
    public int seats() {
        return seated.length;
    }

    @Override
    public void take(int seat, float[] samples) throws OrtException {
        try (OnnxTensor audio =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(samples), new long[] {1, samples.length})) {
            seated[seat] = new Seat(new Shared(encoder.run(Map.of("input_values", audio))));
        }
        Seat taken = seated[seat];
        taken.inputs.put("encoder_hidden_states", (OnnxTensor) taken.encoded.result.get(0));
        for (Part part : Part.values()) {
            architecture.caches("past_key_values", part).forEach(name -> taken.inputs.put(name, nothingYet));
        }
    }

    @Override
    public void feed(int... tokens) throws OrtException {
        for (int seat = 0; seat < seated.length; seat++) {
            if (tokens[seat] != NOTHING) {
                feed(seated[seat], tokens[seat]);
            }
        }
    }

    private void feed(Seat seat, int next) throws OrtException {
        long[] token = {next};
        try (OnnxTensor id = OnnxTensor.createTensor(environment, LongBuffer.wrap(token), new long[] {1, 1});
                OnnxTensor cached = OnnxTensor.createTensor(environment, new boolean[] {seat.first != null})) {
            seat.inputs.put("input_ids", id);
            seat.inputs.put("use_cache_branch", cached);
            advance(seat, new Shared(decoder.run(seat.inputs)));
        }
        seat.choose(((OnnxTensor) seat.previous.result.get("logits").orElseThrow()).getFloatBuffer());
    }

    private void advance(Seat seat, Shared stepped) {
        if (seat.first == null) {
            seat.first = stepped.share();
            keep(
                    seat,
                    stepped,
                    architecture.caches("present", Part.ENCODER),
                    architecture.caches("past_key_values", Part.ENCODER));
        } else {
            seat.previous.close();
        }
        seat.previous = stepped;
        keep(seat, stepped, presentOfText, pastOfText);
    }

    private static void keep(Seat seat, Shared stepped, List<String> present, List<String> past) {
        for (int i = 0; i < present.size(); i++) {
            seat.inputs.put(
                    past.get(i), (OnnxTensor) stepped.result.get(present.get(i)).orElseThrow());
        }
    }

    @Override
    public int best(int seat) {
        return seated[seat].best;
    }

    @Override
    public double bestLogProbability(int seat) {
        return seated[seat].bestLogProbability;
    }

    @Override
    public float rating(int seat, int token) {
        return seated[seat].logits.get(token);
    }

    @Override
    public int audioTokens(int seat) {
        return (int) ((OnnxTensor) seated[seat].encoded.result.get(0)).getInfo().getShape()[1];
    }

    @Override
    public void branch(int from, int to) {
        seated[to] = new Seat(seated[from]);
    }

    @Override
    public void leave(int seat) {
        seated[seat].close();
        seated[seat] = null;
    }

    @Override
    public void close() {
        for (int seat = 0; seat < seated.length; seat++) {
            if (seated[seat] != null) {
                leave(seat);
            }
        }
        nothingYet.close();
    }

    /** One text in the making, and all that its next step reads. */
    private static final class Seat {

        private final Map<String, OnnxTensor> inputs = new HashMap<>();
        private final Shared encoded;
        /** Holds the caches of the audio for as long as the seat is taken. */
        private Shared first;

        private Shared previous;
        private FloatBuffer logits;
        private int best;
        private double bestLogProbability;

        Seat(Shared encoded) {
            this.encoded = encoded;
        }

        Seat(Seat other) {
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
