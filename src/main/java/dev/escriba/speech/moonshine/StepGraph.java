package dev.escriba.speech.moonshine;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Map;

/**
 * The decoder rebuilt out of a published one's weights, for one token at a time: attention in one operator that turns, appends to and reads its cache in
 * place; every product an integer one, the output layer included; and the best token chosen inside, so that 12 bytes a token come back and not 128 KB.
 *
 * <p>Heads are followed by zeros up to a multiple of 16 channels, as the attention operator wants it.
 */
final class StepGraph {

    private static final float EPSILON = 1e-5f;

    private final PublishedGraph decoder;
    private final Architecture architecture;
    private final GraphBuilder graph;

    StepGraph(PublishedGraph decoder, Architecture architecture, boolean signedWeights) {
        this.decoder = decoder;
        this.architecture = architecture;
        graph = new GraphBuilder("step", signedWeights);
    }

    byte[] build() {
        int heads = architecture.heads();
        int width = architecture.cachedHeadSize();
        String token = graph.input("token", DataType.INT64, 1, 1);
        String before = graph.input("before", DataType.INT32, 1);
        String length = graph.input("length", DataType.INT32, 1);
        Rotary rotary = new Rotary(decoder.rotaryFrequencies());
        String cosines = rotary.cosines(graph);
        String sines = rotary.sines(graph);

        Linear output = decoder.outputLayer();
        String stream = embed(token, output);
        String normal =
                graph.node("LayerNormalization", Map.of("epsilon", EPSILON), stream, norm("layers.0/input_layernorm"));
        for (int layer = 0; layer < architecture.layers(); layer++) {
            String module = "layers." + layer;
            String pastKeys = graph.input("past.key." + layer, DataType.FLOAT, 1, heads, "M", width);
            String pastValues = graph.input("past.value." + layer, DataType.FLOAT, 1, heads, "M", width);
            Linear projections = Linear.sideBySide(List.of(
                    decoder.linear(module + "/self_attn", "q_proj").widenOutputs(heads, width),
                    decoder.linear(module + "/self_attn", "k_proj").widenOutputs(heads, width),
                    decoder.linear(module + "/self_attn", "v_proj").widenOutputs(heads, width)));
            List<String> attention = graph.contributed(
                    "GroupQueryAttention",
                    3,
                    Map.of(
                            "num_heads",
                            heads,
                            "kv_num_heads",
                            heads,
                            "scale",
                            architecture.attentionScale(),
                            "do_rotary",
                            1,
                            "rotary_interleaved",
                            1),
                    graph.linear(normal, projections),
                    "",
                    "",
                    pastKeys,
                    pastValues,
                    before,
                    length,
                    cosines,
                    sines);
            for (int i = 0; i < 2; i++) {
                String name = (i == 0 ? "present.key." : "present.value.") + layer;
                graph.rename(attention.get(i + 1), name);
                graph.output(name, DataType.FLOAT, 1, heads, "M", width);
            }
            Linear out = decoder.linear(module + "/self_attn", "o_proj", "dense", "out_proj")
                    .widenInputs(heads, width);
            List<String> sum = addAndNormalize(
                    graph.linear(attention.get(0), out), stream, norm(module + "/post_attention_layernorm"));

            sum = addAndNormalize(
                    crossAttention(module, layer, sum.get(0)), sum.get(1), norm(module + "/final_layernorm"));

            boolean last = layer + 1 == architecture.layers();
            sum = addAndNormalize(
                    feedForward(module, sum.get(0)),
                    sum.get(1),
                    norm(last ? "norm" : "layers." + (layer + 1) + "/input_layernorm"));
            normal = sum.get(0);
            stream = sum.get(1);
        }
        choose(graph.linear(normal, output), output.outputs);
        return graph.toByteArray();
    }

    private String embed(String token, Linear output) {
        // the output layer turned back: a row for every token
        byte[] rows = new byte[output.weights.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i % output.outputs * output.inputs + i / output.outputs] = output.weights[i];
        }
        String row = graph.node("Gather", Map.of(), graph.bytes(rows, output.outputs, output.inputs), token);
        return graph.node(
                "DequantizeLinear",
                Map.of(),
                row,
                graph.floats(new float[] {output.scales[0]}),
                graph.bytes(new byte[] {output.zeroPoints[0]}));
    }

    private String crossAttention(String module, int layer, String normal) {
        int heads = architecture.heads();
        String keys = graph.input("key." + layer, DataType.FLOAT, 1, heads, "S", architecture.headSize());
        String values = graph.input("value." + layer, DataType.FLOAT, 1, heads, "S", architecture.headSize());
        String attention = graph.contributed(
                "MultiHeadAttention",
                Map.of("num_heads", heads, "scale", architecture.attentionScale()),
                graph.linear(normal, decoder.linear(module + "/encoder_attn", "q_proj")),
                keys,
                values);
        return graph.linear(attention, decoder.linear(module + "/encoder_attn", "o_proj", "dense", "out_proj"));
    }

    private String feedForward(String module, String normal) {
        Linear up = decoder.linear(module + "/mlp", "fc1", "up_proj");
        List<String> halves = graph.split(graph.linear(normal, up), 2, 2, up.outputs / 2);
        String gate = graph.contributed("QuickGelu", Map.of("alpha", 1f), halves.get(1));
        return graph.linear(
                graph.node("Mul", Map.of(), gate, halves.get(0)), decoder.linear(module + "/mlp", "fc2", "down_proj"));
    }

    private void choose(String logits, int tokens) {
        graph.rename(logits, "logits");
        graph.output("logits", DataType.FLOAT, 1, 1, tokens);
        graph.rename(graph.node("ArgMax", Map.of("axis", -1, "keepdims", 0), "logits"), "best");
        graph.output("best", DataType.INT64, 1, 1);
        String probabilities = graph.node("Softmax", Map.of("axis", -1), "logits");
        String highest = graph.node("ReduceMax", Map.of("axes", List.of(-1), "keepdims", 0), probabilities);
        graph.rename(graph.node("Log", Map.of(), highest), "logprob");
        graph.output("logprob", DataType.FLOAT, 1, 1);
    }

    private List<String> addAndNormalize(String added, String stream, String weight) {
        List<String> outputs =
                graph.contributed("SkipLayerNormalization", 4, Map.of("epsilon", EPSILON), added, stream, weight);
        return List.of(outputs.get(0), outputs.get(3));
    }

    private String norm(String module) {
        float[] weight = decoder.vector(module, "Mul");
        return graph.floats(weight, weight.length);
    }
}
