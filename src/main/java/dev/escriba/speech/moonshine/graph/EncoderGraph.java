package dev.escriba.speech.moonshine.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The encoder, rebuilt from the weights of a published one. Channels are last throughout, and convolutions are matrix
 * products. Attention is one operator, and so is its rotary embedding. The graph ends with the keys and values of the
 * decoder's cross-attention for every layer.
 *
 * <p>Input: {@code frames} [1, T, {@value #FRAME}], floats, one frame every {@value #HOP} samples. Outputs: {@code
 * key.0} [1, heads, size, S], {@code value.0} [1, heads, S, size], and so on for each layer.
 */
public final class EncoderGraph {

    /** The samples that the first convolution reads, rounded up by one. */
    public static final int FRAME = 128;

    /** The samples from one frame to the next. */
    public static final int HOP = 64;

    /** The taps of the first convolution. */
    public static final int TAPS = 127;

    private static final float EPSILON = 1e-5f;

    private final PublishedGraph encoder;
    private final PublishedGraph decoder;
    private final Architecture architecture;
    private final GraphBuilder graph;
    private final QuantizedMatMul matMul;

    public EncoderGraph(
            PublishedGraph encoder, PublishedGraph decoder, Architecture architecture, WeightFormat weightFormat) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.architecture = architecture;
        graph = new GraphBuilder("encoder");
        matMul = new QuantizedMatMul(graph, weightFormat);
    }

    /** Builds the graph and writes it as a model file. */
    public void write(Path file) throws IOException {
        String frames = graph.input("frames", DataType.FLOAT, 1, "T", FRAME);
        String features = features(frames);
        Rotary rotary = new Rotary(encoder.rotaryFrequencies());
        String cosines = rotary.cosines(graph);
        String sines = rotary.sines(graph);
        String start = graph.longs(new long[] {0}, 1);
        Map<String, ?> rotation =
                Map.of("interleaved", 1, "num_heads", architecture.heads(), "rotary_embedding_dim", rotary.size());

        String stream = features;
        String normal =
                graph.node("LayerNormalization", Map.of("epsilon", EPSILON), stream, norm("layers.0/input_layernorm"));
        for (int layer = 0; encoder.hasLinear("layers." + layer + "/self_attn/q_proj"); layer++) {
            String module = "layers." + layer;
            List<Linear> projections = List.of(
                    encoder.linear(module + "/self_attn", "q_proj"),
                    encoder.linear(module + "/self_attn", "k_proj"),
                    encoder.linear(module + "/self_attn", "v_proj"));
            List<String> parts = graph.split(
                    matMul.linear(normal, Linear.sideBySide(projections)), 2, 3, projections.get(0).outputs);
            String attention = graph.contributed(
                    "MultiHeadAttention",
                    Map.of("num_heads", architecture.heads(), "scale", architecture.attentionScale()),
                    graph.contributed("RotaryEmbedding", rotation, parts.get(0), start, cosines, sines),
                    graph.contributed("RotaryEmbedding", rotation, parts.get(1), start, cosines, sines),
                    parts.get(2));
            String attended =
                    matMul.linear(attention, encoder.linear(module + "/self_attn", "o_proj", "dense", "out_proj"));
            List<String> sum = addAndNormalize(attended, stream, norm(module + "/post_attention_layernorm"));
            String inner = graph.contributed(
                    "Gelu", Map.of(), matMul.linear(sum.get(0), encoder.linear(module + "/mlp", "fc1", "up_proj")));
            String outer = matMul.linear(inner, encoder.linear(module + "/mlp", "fc2", "down_proj"));
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
        String features = graph.node(
                "Tanh", Map.of(), graph.node("MatMul", Map.of(), frames, graph.floats(weights, FRAME, first.outputs)));
        String shape = graph.node("Shape", Map.of(), features);
        String flat = graph.node("Reshape", Map.of(), features, graph.longs(new long[] {1, 1, -1}, 3));
        String normal = graph.node(
                "InstanceNormalization",
                Map.of("epsilon", EPSILON),
                flat,
                graph.floats(new float[] {1}, 1),
                graph.floats(new float[1], 1));
        features = graph.node("Reshape", Map.of(), normal, shape);
        features =
                graph.node("Mul", Map.of(), features, graph.floats(encoder.vector("groupnorm", "Mul"), first.outputs));
        features =
                graph.node("Add", Map.of(), features, graph.floats(encoder.vector("groupnorm", "Add"), first.outputs));
        features = convolutionOfBytes(features, encoder.convolution("conv2"), 7, 3);
        return convolutionOfFloats(features, encoder.convolution("conv3"), 3, 2);
    }

    /**
     * A convolution in integers, in two passes: the first quantizes the input to eight bits, the second quantizes the
     * error of the first. The first pass alone makes texts worse. Both passes together take two thirds of the time of a
     * convolution in floats.
     */
    private String convolutionOfBytes(String features, Linear layer, int taps, int stride) {
        List<String> coarse = matMul.quantize(features);
        String roundingError = graph.node(
                "Sub", Map.of(), features, graph.node("DequantizeLinear", Map.of(), coarse.toArray(String[]::new)));
        List<String> fine = matMul.quantize(roundingError);
        String sum = graph.node(
                "Add",
                Map.of(),
                matMul.product(im2col(coarse.get(0), taps, stride), coarse.get(1), coarse.get(2), layer),
                matMul.product(im2col(fine.get(0), taps, stride), fine.get(1), fine.get(2), layer));
        return graph.contributed("BiasGelu", Map.of(), sum, graph.floats(layer.bias, layer.outputs));
    }

    private String convolutionOfFloats(String features, Linear layer, int taps, int stride) {
        String product = graph.node(
                "MatMul",
                Map.of(),
                im2col(features, taps, stride),
                graph.floats(layer.dequantized(), layer.inputs, layer.outputs));
        return graph.contributed("BiasGelu", Map.of(), product, graph.floats(layer.bias, layer.outputs));
    }

    /** Puts the inputs of each output side by side. */
    private String im2col(String features, int taps, int stride) {
        List<String> shifted = new ArrayList<>();
        for (int tap = 0; tap < taps; tap++) {
            long end = tap == taps - 1 ? Long.MAX_VALUE : tap - taps + 1;
            shifted.add(graph.node(
                    "Slice",
                    Map.of(),
                    features,
                    graph.longs(new long[] {tap}, 1),
                    graph.longs(new long[] {end}, 1),
                    graph.longs(new long[] {1}, 1),
                    graph.longs(new long[] {stride}, 1)));
        }
        return graph.node("Concat", Map.of("axis", 2), shifted.toArray(String[]::new));
    }

    /**
     * The keys are transposed, so that the decoder's single query reads them in the order of memory. Each product is
     * computed for one layer alone: a product for all layers needs the memory of its result three times.
     */
    private void crossAttention(String hidden) {
        List<String> input = matMul.quantize(hidden);
        for (int layer = 0; layer < architecture.layers(); layer++) {
            String module = "layers." + layer + "/encoder_attn";
            crossAttention("key." + layer, input, decoder.linear(module, "k_proj"), List.of(0, 2, 3, 1));
            crossAttention("value." + layer, input, decoder.linear(module, "v_proj"), List.of(0, 2, 1, 3));
            graph.output("key." + layer, DataType.FLOAT, 1, architecture.heads(), architecture.headSize(), "S");
            graph.output("value." + layer, DataType.FLOAT, 1, architecture.heads(), "S", architecture.headSize());
        }
    }

    private void crossAttention(String name, List<String> input, Linear layer, List<Integer> order) {
        String product = matMul.product(input.get(0), input.get(1), input.get(2), layer);
        if (layer.bias != null) {
            product = graph.node("Add", Map.of(), product, graph.floats(layer.bias, layer.outputs));
        }
        long[] shape = {0, 0, architecture.heads(), architecture.headSize()};
        String heads = graph.node("Reshape", Map.of(), product, graph.longs(shape, shape.length));
        graph.rename(graph.node("Transpose", Map.of("perm", order), heads), name);
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
