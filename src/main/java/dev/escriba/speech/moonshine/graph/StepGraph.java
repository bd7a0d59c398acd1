package dev.escriba.speech.moonshine.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The decoder, rebuilt from the weights of a published one. It computes one token for each slot. One attention operator
 * rotates, appends to its cache in place and reads it. All matrix products are in integers, the output layer included.
 * The graph chooses the best token, so that a step returns 12 bytes for a token instead of 128 KB.
 *
 * <p>Inputs, for n slots: {@code token} [n, 1]; {@code before} [n], the number of tokens before it; {@code length} [1],
 * the tokens of the longest text; the caches {@code past.key.0} [n, heads, M, width] and so on; the audio of each slot
 * as {@link EncoderGraph} returns it, {@code key.0.0} [1, heads, size, S] and so on. Outputs: {@code logits} [n, 1,
 * tokens], {@code best} and {@code logprob} [n, 1], the caches as {@code present.key.0} and so on, and the attention of
 * each slot to its audio, {@code attention.0.0} [1, heads, 1, S] and so on. An output that a step does not ask for
 * costs nothing.
 *
 * <p>Heads are padded with zeros to a multiple of 16 channels, as the attention operator needs it.
 */
public final class StepGraph {

    private static final float EPSILON = 1e-5f;

    private final PublishedGraph decoder;
    private final Architecture architecture;
    private final int slots;
    private final boolean blocks;
    private final GraphBuilder graph;
    private final QuantizedMatMul matMul;

    public StepGraph(PublishedGraph decoder, Architecture architecture, int slots, WeightFormat weightFormat) {
        this.decoder = decoder;
        this.architecture = architecture;
        this.slots = slots;
        graph = new GraphBuilder("step");
        matMul = new QuantizedMatMul(graph, weightFormat);
        blocks = weightFormat == WeightFormat.BLOCKS;
    }

    /** Builds the graph and writes it as a model file. */
    public void write(Path file) throws IOException {
        int heads = architecture.heads();
        int width = architecture.cachedHeadSize();
        String token = graph.input("token", DataType.INT64, slots, 1);
        String before = graph.input("before", DataType.INT32, slots);
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
            String pastKeys = graph.input("past.key." + layer, DataType.FLOAT, slots, heads, "M", width);
            String pastValues = graph.input("past.value." + layer, DataType.FLOAT, slots, heads, "M", width);
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
                    linear(normal, projections),
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
                graph.output(name, DataType.FLOAT, slots, heads, "M", width);
            }
            Linear out = decoder.linear(module + "/self_attn", "o_proj", "dense", "out_proj")
                    .widenInputs(heads, width);
            List<String> sum =
                    addAndNormalize(linear(attention.get(0), out), stream, norm(module + "/post_attention_layernorm"));

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
        choose(linear(normal, output), output.outputs);
        graph.write(file);
    }

    private String embed(String token, Linear output) {
        // the transposed output layer: a row for each token
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

    /** One slot after the other, because utterances differ in length. */
    private String crossAttention(String module, int layer, String normal) {
        int heads = architecture.heads();
        int size = architecture.headSize();
        Linear query = decoder.linear(module + "/encoder_attn", "q_proj").times(architecture.attentionScale());
        long[] shape = {slots, heads, 1, size};
        String allQueries = graph.node("Reshape", Map.of(), linear(normal, query), graph.longs(shape, shape.length));
        List<String> queries = slots == 1 ? List.of(allQueries) : graph.split(allQueries, 0, slots, 1);
        List<String> contexts = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            String name = layer + (slots == 1 ? "" : "." + slot);
            String keys = graph.input("key." + name, DataType.FLOAT, 1, heads, size, "S" + slot);
            String values = graph.input("value." + name, DataType.FLOAT, 1, heads, "S" + slot, size);
            String scores = graph.node("MatMul", Map.of(), queries.get(slot), keys);
            String attention = "attention." + name;
            graph.rename(graph.node("Softmax", Map.of("axis", -1), scores), attention);
            graph.output(attention, DataType.FLOAT, 1, heads, 1, "S" + slot);
            contexts.add(graph.node("MatMul", Map.of(), attention, values));
        }
        String all =
                slots == 1 ? contexts.get(0) : graph.node("Concat", Map.of("axis", 0), contexts.toArray(String[]::new));
        long[] flat = {slots, 1, (long) heads * size};
        return linear(
                graph.node("Reshape", Map.of(), all, graph.longs(flat, flat.length)),
                decoder.linear(module + "/encoder_attn", "o_proj", "dense", "out_proj"));
    }

    private String linear(String input, Linear layer) {
        return blocks ? matMul.linearByBlocks(input, layer) : matMul.linear(input, layer);
    }

    private String feedForward(String module, String normal) {
        Linear up = decoder.linear(module + "/mlp", "fc1", "up_proj");
        List<String> halves = graph.split(linear(normal, up), 2, 2, up.outputs / 2);
        String gate = graph.contributed("QuickGelu", Map.of("alpha", 1f), halves.get(1));
        return linear(
                graph.node("Mul", Map.of(), gate, halves.get(0)), decoder.linear(module + "/mlp", "fc2", "down_proj"));
    }

    private void choose(String logits, int tokens) {
        graph.rename(logits, "logits");
        graph.output("logits", DataType.FLOAT, slots, 1, tokens);
        graph.rename(graph.node("ArgMax", Map.of("axis", -1, "keepdims", 0), "logits"), "best");
        graph.output("best", DataType.INT64, slots, 1);
        String probabilities = graph.node("Softmax", Map.of("axis", -1), "logits");
        String highest = graph.node("ReduceMax", Map.of("axes", List.of(-1), "keepdims", 0), probabilities);
        graph.rename(graph.node("Log", Map.of(), highest), "logprob");
        graph.output("logprob", DataType.FLOAT, slots, 1);
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
