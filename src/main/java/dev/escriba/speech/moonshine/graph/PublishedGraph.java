package dev.escriba.speech.moonshine.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A graph as it was exported and quantized. Exporters name a node after its module, and these names find the weights.
 */
public final class PublishedGraph {

    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, Initializer> constants = new HashMap<>();

    private PublishedGraph(GraphProto graph) {
        add(graph);
    }

    /** Reads a model file. */
    public static PublishedGraph read(Path file) throws IOException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            return new PublishedGraph(ModelProto.parseFrom(content).getGraph());
        }
    }

    private void add(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> constants.putIfAbsent(tensor.getName(), new Initializer(tensor)));
        for (NodeProto node : graph.getNodeList()) {
            nodes.add(node);
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasG()) {
                    add(attribute.getG());
                } else if (node.getOpType().equals("Constant") && attribute.hasT()) {
                    constants.putIfAbsent(node.getOutput(0), new Initializer(attribute.getT()));
                }
            }
        }
    }

    /** Whether a module has an integer matrix product. */
    boolean hasLinear(String module) {
        return nodes.stream().anyMatch(product(module));
    }

    /**
     * The integer matrix product of a module with its bias, if it has one. The module has one of the names, as
     * exporters differ.
     */
    Linear linear(String parent, String... names) {
        for (String name : names) {
            String module = parent + "/" + name;
            if (hasLinear(module)) {
                return quantized(find(module, product(module)).getInput(1), bias(module));
            }
        }
        throw new UnexpectedGraph("no integer product in " + parent + " named one of " + Arrays.toString(names));
    }

    /** The embedding of the vocabulary, which is also the output layer: one column for each token. */
    Linear outputLayer() {
        String name = find(
                        "embed_tokens",
                        node -> node.getOpType().equals("Gather")
                                && node.getName().contains("/embed_tokens/"))
                .getInput(0);
        Initializer embedding = constant(name);
        embedding.requireDimensions(2);
        int tokens = embedding.dimension(0);
        int width = embedding.dimension(1);
        byte[] source = embedding.unsignedBytes();
        byte[] transposed = new byte[source.length];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < width; i++) {
                transposed[i * tokens + token] = source[token * width + i];
            }
        }
        return quantized(name, width, tokens, transposed, null);
    }

    /** A convolution as a matrix product: one row for each tap and input channel, taps outermost. */
    Linear convolution(String name) {
        Initializer weights = constant(name + ".weight_quantized");
        weights.requireDimensions(3);
        int outputs = weights.dimension(0);
        int channels = weights.dimension(1);
        int taps = weights.dimension(2);
        byte[] source = weights.unsignedBytes();
        byte[] transposed = new byte[source.length];
        for (int output = 0; output < outputs; output++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int tap = 0; tap < taps; tap++) {
                    transposed[(tap * channels + channel) * outputs + output] =
                            source[(output * channels + channel) * taps + tap];
                }
            }
        }
        float scale = floats(name + ".weight_scale")[0];
        // value = quantized * scale + shift, with signed quantized values
        float zeroPoint = -floats(name + ".weight_zero_point")[0] / scale + 128;
        byte[] zeroPoints = new byte[outputs];
        Arrays.fill(zeroPoints, (byte) Math.round(zeroPoint));
        if (Math.abs(zeroPoint - Math.round(zeroPoint)) > 0.01 || zeroPoint < 0 || zeroPoint > 255) {
            throw new UnexpectedGraph(name + " has no whole zero point");
        }
        float[] scales = new float[outputs];
        Arrays.fill(scales, scale);
        float[] bias = constants.containsKey(name + ".bias") ? floats(name + ".bias") : null;
        return new Linear(taps * channels, outputs, transposed, zeroPoints, scales, bias);
    }

    /** The vector of a module's last multiplication or addition. */
    float[] vector(String module, String operation) {
        NodeProto node = find(
                module + "/" + operation,
                candidate -> candidate.getOpType().equals(operation)
                        && candidate.getName().endsWith("/" + module + "/" + operation));
        for (String input : node.getInputList()) {
            if (constants.containsKey(input)) {
                return floats(input);
            }
        }
        throw new UnexpectedGraph(module + "/" + operation + " has no constant");
    }

    /** The angles of rotary embedding for one position. */
    float[] rotaryFrequencies() {
        return constants.values().stream()
                .filter(Initializer::isColumn)
                .findFirst()
                .map(Initializer::floats)
                .orElseThrow(() -> new UnexpectedGraph("no rotary embedding"));
    }

    private Predicate<NodeProto> product(String module) {
        return node ->
                node.getOpType().equals("MatMulInteger") && node.getName().contains("/" + module + "/");
    }

    private NodeProto find(String what, Predicate<NodeProto> predicate) {
        return nodes.stream().filter(predicate).findFirst().orElseThrow(() -> new UnexpectedGraph("no " + what));
    }

    private float[] bias(String module) {
        return nodes.stream()
                        .anyMatch(node ->
                                node.getOpType().equals("Add") && node.getName().endsWith("/" + module + "/Add"))
                ? vector(module, "Add")
                : null;
    }

    private Linear quantized(String name, float[] bias) {
        Initializer matrix = constant(name);
        matrix.requireDimensions(2);
        return quantized(name, matrix.dimension(0), matrix.dimension(1), matrix.unsignedBytes(), bias);
    }

    private Linear quantized(String name, int inputs, int outputs, byte[] weights, float[] bias) {
        float[] scale = floats(name.replace("_quantized", "_scale"));
        byte[] zeroPoint = constant(name.replace("_quantized", "_zero_point")).unsignedBytes();
        float[] scales = scale.length == outputs ? scale : new float[outputs];
        byte[] zeroPoints = zeroPoint.length == outputs ? zeroPoint : new byte[outputs];
        if (scale.length == 1) {
            Arrays.fill(scales, scale[0]);
        }
        if (zeroPoint.length == 1) {
            Arrays.fill(zeroPoints, zeroPoint[0]);
        }
        return new Linear(inputs, outputs, weights, zeroPoints, scales, bias);
    }

    private Initializer constant(String name) {
        Initializer constant = constants.get(name);
        if (constant == null) {
            throw new UnexpectedGraph("no constant " + name);
        }
        return constant;
    }

    private float[] floats(String name) {
        return constant(name).floats();
    }
}
