package dev.escriba.speech.moonshine;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A graph as it was exported and quantized. Exporters name a node after the module that it comes from, and that is how the weights are found. */
final class PublishedGraph {

    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, TensorProto> tensors = new HashMap<>();

    private PublishedGraph(GraphProto graph) {
        add(graph);
    }

    static PublishedGraph read(Path file) throws IOException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            return new PublishedGraph(ModelProto.parseFrom(content).getGraph());
        }
    }

    private void add(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> tensors.putIfAbsent(tensor.getName(), tensor));
        for (NodeProto node : graph.getNodeList()) {
            nodes.add(node);
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasG()) {
                    add(attribute.getG());
                } else if (node.getOpType().equals("Constant") && attribute.hasT()) {
                    tensors.putIfAbsent(node.getOutput(0), attribute.getT());
                }
            }
        }
    }

    /** Whether there is an integer product of a module. */
    boolean hasLinear(String module) {
        return nodes.stream().anyMatch(product(module));
    }

    /** The integer product of a module, whose name may differ from one exporter to the next, with its bias if it has one. */
    Linear linear(String parent, String... names) {
        for (String name : names) {
            String module = parent + "/" + name;
            if (hasLinear(module)) {
                return quantized(find(module, product(module)).getInput(1), bias(module));
            }
        }
        throw new UnexpectedGraph("no integer product in " + parent + " named one of " + Arrays.toString(names));
    }

    /** The embedding of the vocabulary, which is also the output layer: as many columns as there are tokens. */
    Linear outputLayer() {
        String name = find(
                        "embed_tokens",
                        node -> node.getOpType().equals("Gather")
                                && node.getName().contains("/embed_tokens/"))
                .getInput(0);
        Tensor embedding = matrix(tensor(name));
        byte[] turned = new byte[embedding.values.length];
        for (int token = 0; token < embedding.rows; token++) {
            for (int i = 0; i < embedding.columns; i++) {
                turned[i * embedding.rows + token] = embedding.values[token * embedding.columns + i];
            }
        }
        return quantized(name, embedding.columns, embedding.rows, turned, null);
    }

    /** A convolution as a product: one row for every tap and input channel, taps outermost. */
    Linear convolution(String name) {
        TensorProto weights = tensor(name + ".weight_quantized");
        if (weights.getDimsCount() != 3) {
            throw new UnexpectedGraph(name + " is no convolution over time");
        }
        int outputs = (int) weights.getDims(0);
        int channels = (int) weights.getDims(1);
        int taps = (int) weights.getDims(2);
        byte[] source = unsigned(weights);
        byte[] turned = new byte[source.length];
        for (int output = 0; output < outputs; output++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int tap = 0; tap < taps; tap++) {
                    turned[(tap * channels + channel) * outputs + output] =
                            source[(output * channels + channel) * taps + tap];
                }
            }
        }
        float scale = floats(name + ".weight_scale")[0];
        // value = quantized * scale + shift, the quantized one signed
        float zeroPoint = -floats(name + ".weight_zero_point")[0] / scale + 128;
        byte[] zeroPoints = new byte[outputs];
        Arrays.fill(zeroPoints, (byte) Math.round(zeroPoint));
        if (Math.abs(zeroPoint - Math.round(zeroPoint)) > 0.01 || zeroPoint < 0 || zeroPoint > 255) {
            throw new UnexpectedGraph(name + " has no whole zero point");
        }
        float[] scales = new float[outputs];
        Arrays.fill(scales, scale);
        float[] bias = tensors.containsKey(name + ".bias") ? floats(name + ".bias") : null;
        return new Linear(taps * channels, outputs, turned, zeroPoints, scales, bias);
    }

    /** The vector that a module's last step multiplies, or adds. */
    float[] vector(String module, String operation) {
        NodeProto node = find(
                module + "/" + operation,
                candidate -> candidate.getOpType().equals(operation)
                        && candidate.getName().endsWith("/" + module + "/" + operation));
        for (String input : node.getInputList()) {
            if (tensors.containsKey(input)) {
                return floats(input);
            }
        }
        throw new UnexpectedGraph(module + "/" + operation + " has no constant");
    }

    /** The angles a position turns by in rotary embedding. */
    float[] rotaryFrequencies() {
        return tensors.values().stream()
                .filter(tensor -> tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber())
                .filter(tensor -> tensor.getDimsCount() == 3
                        && tensor.getDims(0) == 1
                        && tensor.getDims(1) > 1
                        && tensor.getDims(2) == 1)
                .findFirst()
                .map(PublishedGraph::floats)
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
        Tensor matrix = matrix(tensor(name));
        return quantized(name, matrix.rows, matrix.columns, matrix.values, bias);
    }

    private Linear quantized(String name, int inputs, int outputs, byte[] weights, float[] bias) {
        float[] scale = floats(name.replace("_quantized", "_scale"));
        byte[] zeroPoint = unsigned(tensor(name.replace("_quantized", "_zero_point")));
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

    private TensorProto tensor(String name) {
        TensorProto tensor = tensors.get(name);
        if (tensor == null) {
            throw new UnexpectedGraph("no tensor " + name);
        }
        return tensor;
    }

    private float[] floats(String name) {
        return floats(tensor(name));
    }

    private static float[] floats(TensorProto tensor) {
        if (tensor.getDataType() != TensorProto.DataType.FLOAT.getNumber()) {
            throw new UnexpectedGraph(tensor.getName() + " is not of floats");
        }
        if (tensor.getRawData().isEmpty()) {
            float[] values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
            return values;
        }
        FloatBuffer raw = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[raw.remaining()];
        raw.get(values);
        return values;
    }

    private static byte[] unsigned(TensorProto tensor) {
        int shift = tensor.getDataType() == TensorProto.DataType.INT8.getNumber()
                ? 128
                : tensor.getDataType() == TensorProto.DataType.UINT8.getNumber() ? 0 : -1;
        if (shift < 0) {
            throw new UnexpectedGraph(tensor.getName() + " is not of eight bits");
        }
        byte[] values = tensor.getRawData().isEmpty()
                ? new byte[tensor.getInt32DataCount()]
                : tensor.getRawData().toByteArray();
        for (int i = 0; i < values.length; i++) {
            int value = tensor.getRawData().isEmpty() ? tensor.getInt32Data(i) : values[i];
            values[i] = (byte) (value + shift);
        }
        return values;
    }

    private static Tensor matrix(TensorProto tensor) {
        if (tensor.getDimsCount() != 2) {
            throw new UnexpectedGraph(tensor.getName() + " is no matrix");
        }
        return new Tensor((int) tensor.getDims(0), (int) tensor.getDims(1), unsigned(tensor));
    }

    private static final class Tensor {

        private final int rows;
        private final int columns;
        private final byte[] values;

        private Tensor(int rows, int columns, byte[] values) {
            this.rows = rows;
            this.columns = columns;
            this.values = values;
        }
    }
}
