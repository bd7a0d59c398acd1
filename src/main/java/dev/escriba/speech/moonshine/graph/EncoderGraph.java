package dev.escriba.speech.moonshine.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The encoder rebuilt out of a published one's weights: channels last throughout, convolutions as products, attention and its
 * rotary embedding each in one operator, and at its end what the decoder's attention to the audio needs of every layer.
 *
 * <p>{@code frames} [1, T, {@value #FRAME}] of floats, one every {@value #HOP} samples, to {@code key.0} [1, heads, size, S], {@code
 * value.0} [1, heads, S, size] and so on.
 */
public final class EncoderGraph {

    /** Samples that the first convolution sees at once, rounded up by one. */
    public static final int FRAME = 128;

    /** Samples from one frame to the next. */
    public static final int HOP = 64;

    /** The taps of the first convolution. */
    public static final int TAPS = 127;

    private static final float EPSILON = 1e-5f;

    private final PublishedGraph encoder;
    private final PublishedGraph decoder;
    private final Architecture architecture;
    private final GraphBuilder graph;
    private final QuantizedMatMul products;

    public EncoderGraph(
            PublishedGraph encoder, PublishedGraph decoder, Architecture architecture, WeightFormat arithmetic) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.architecture = architecture;
        graph = new GraphBuilder("encoder");
        products = new QuantizedMatMul(graph, arithmetic);
    }

    public void write(Path file) throws IOException {
        String frames = graph.input("frames", DataType.FLOAT, 1, "T", FRAME);
        String sound = features(frames);
        Rotary rotary = new Rotary(encoder.rotaryFrequencies());
        String cosines = rotary.cosines(graph);
        String sines = rotary.sines(graph);
        String start = graph.longs(new long[] {0}, 1);
        Map<String, ?> turning =
                Map.of("interleaved", 1, "num_heads", architecture.heads(), "rotary_embedding_dim", rotary.size());

        String stream = sound;
        String normal =
                graph.node("LayerNormalization", Map.of("epsilon", EPSILON), stream, norm("layers.0/input_layernorm"));
        for (int layer = 0; encoder.hasLinear("layers." + layer + "/self_attn/q_proj"); layer++) {
            String module = "layers." + layer;
            List<Linear> projections = List.of(
                    encoder.linear(module + "/self_attn", "q_proj"),
                    encoder.linear(module + "/self_attn", "k_proj"),
                    encoder.linear(module + "/self_attn", "v_proj"));
            List<String> parts = graph.split(
                    products.linear(normal, Linear.sideBySide(projections)), 2, 3, projections.get(0).outputs);
            String attention = graph.contributed(
                    "MultiHeadAttention",
                    Map.of("num_heads", architecture.heads(), "scale", architecture.attentionScale()),
                    graph.contributed("RotaryEmbedding", turning, parts.get(0), start, cosines, sines),
                    graph.contributed("RotaryEmbedding", turning, parts.get(1), start, cosines, sines),
                    parts.get(2));
            String attended =
                    products.linear(attention, encoder.linear(module + "/self_attn", "o_proj", "dense", "out_proj"));
            List<String> sum = addAndNormalize(attended, stream, norm(module + "/post_attention_layernorm"));
            String inner = graph.contributed(
                    "Gelu", Map.of(), products.linear(sum.get(0), encoder.linear(module + "/mlp", "fc1", "up_proj")));
            String outer = products.linear(inner, encoder.linear(module + "/mlp", "fc2", "down_proj"));
            boolean more = encoder.hasLinear("layers." + (layer + 1) + "/self_attn/q_proj");
            sum = addAndNormalize(
                    outer, sum.get(1), norm(more ? "layers." + (layer + 1) + "/input_layernorm" : "layer_norm"));
            normal = sum.get(0);
            stream = sum.get(1);
        }
        crossAttention(normal);
        graph.write(file);
    }

    private String features(String frames) {
        Linear first = encoder.convolution("conv1");
        if (first.inputs != TAPS || first.bias != null) {
            throw new UnexpectedGraph("the first convolution has " + first.inputs + " taps, or a bias");
        }
        float[] weights = Arrays.copyOf(first.dequantized(), FRAME * first.outputs);
        String sound = graph.node(
                "Tanh", Map.of(), graph.node("MatMul", Map.of(), frames, graph.floats(weights, FRAME, first.outputs)));
        String shape = graph.node("Shape", Map.of(), sound);
        String flat = graph.node("Reshape", Map.of(), sound, graph.longs(new long[] {1, 1, -1}, 3));
        String normal = graph.node(
                "InstanceNormalization",
                Map.of("epsilon", EPSILON),
                flat,
                graph.floats(new float[] {1}, 1),
                graph.floats(new float[1], 1));
        sound = graph.node("Reshape", Map.of(), normal, shape);
        sound = graph.node("Mul", Map.of(), sound, graph.floats(encoder.vector("groupnorm", "Mul"), first.outputs));
        sound = graph.node("Add", Map.of(), sound, graph.floats(encoder.vector("groupnorm", "Add"), first.outputs));
        sound = convolutionOfBytes(sound, encoder.convolution("conv2"), 7, 3);
        return convolutionOfFloats(sound, encoder.convolution("conv3"), 3, 2);
    }

    /**
     * In integers, twice: eight bits for what goes in, and eight for what is lost by that. With the first eight alone texts suffer; both together take
     * two thirds of the time that floats do.
     */
    private String convolutionOfBytes(String sound, Linear layer, int taps, int stride) {
        List<String> coarse = products.quantize(sound);
        String lost = graph.node(
                "Sub", Map.of(), sound, graph.node("DequantizeLinear", Map.of(), coarse.toArray(String[]::new)));
        List<String> fine = products.quantize(lost);
        String sum = graph.node(
                "Add",
                Map.of(),
                products.product(seen(coarse.get(0), taps, stride), coarse.get(1), coarse.get(2), layer),
                products.product(seen(fine.get(0), taps, stride), fine.get(1), fine.get(2), layer));
        return graph.contributed("BiasGelu", Map.of(), sum, graph.floats(layer.bias, layer.outputs));
    }

    private String convolutionOfFloats(String sound, Linear layer, int taps, int stride) {
        String product = graph.node(
                "MatMul",
                Map.of(),
                seen(sound, taps, stride),
                graph.floats(layer.dequantized(), layer.inputs, layer.outputs));
        return graph.contributed("BiasGelu", Map.of(), product, graph.floats(layer.bias, layer.outputs));
    }

    /** All that each output sees, side by side. */
    private String seen(String sound, int taps, int stride) {
        List<String> shifted = new ArrayList<>();
        for (int tap = 0; tap < taps; tap++) {
            long end = tap == taps - 1 ? Long.MAX_VALUE : tap - taps + 1;
            shifted.add(graph.node(
                    "Slice",
                    Map.of(),
                    sound,
                    graph.longs(new long[] {tap}, 1),
                    graph.longs(new long[] {end}, 1),
                    graph.longs(new long[] {1}, 1),
                    graph.longs(new long[] {stride}, 1)));
        }
        return graph.node("Concat", Map.of("axis", 2), shifted.toArray(String[]::new));
    }

    /** Keys leave it turned, so that the decoder's one query goes through them from front to back. */
    private void crossAttention(String hidden) {
        List<Linear> keys = new ArrayList<>();
        List<Linear> values = new ArrayList<>();
        for (int layer = 0; layer < architecture.layers(); layer++) {
            keys.add(decoder.linear("layers." + layer + "/encoder_attn", "k_proj"));
            values.add(decoder.linear("layers." + layer + "/encoder_attn", "v_proj"));
        }
        int outputs = keys.stream().mapToInt(layer -> layer.outputs).sum();
        keys.addAll(values);
        List<String> halves = graph.split(products.linear(hidden, Linear.sideBySide(keys)), 2, 2, outputs);
        int heads = architecture.heads();
        int size = architecture.headSize();
        List<String> turned = byHead(halves.get(0), List.of(0, 2, 3, 1));
        List<String> upright = byHead(halves.get(1), List.of(0, 2, 1, 3));
        for (int layer = 0; layer < architecture.layers(); layer++) {
            graph.rename(turned.get(layer), "key." + layer);
            graph.rename(upright.get(layer), "value." + layer);
            graph.output("key." + layer, DataType.FLOAT, 1, heads, size, "S");
            graph.output("value." + layer, DataType.FLOAT, 1, heads, "S", size);
        }
    }

    private List<String> byHead(String layers, List<Integer> order) {
        long[] shape = {0, 0, (long) architecture.layers() * architecture.heads(), architecture.headSize()};
        String heads = graph.node("Reshape", Map.of(), layers, graph.longs(shape, shape.length));
        return graph.split(
                graph.node("Transpose", Map.of("perm", order), heads), 1, architecture.layers(), architecture.heads());
    }

    private List<String> addAndNormalize(String added, String stream, String weight) {
        List<String> outputs =
                graph.contributed("SkipLayerNormalization", 4, Map.of("epsilon", EPSILON), added, stream, weight);
        return List.of(outputs.get(0), outputs.get(3));
    }

    private String norm(String module) {
        float[] weight = encoder.vector(module, "Mul");
        return graph.floats(weight, weight.length);
    }
}
