package dev.escriba.speech.segmentation;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Silero VAD rebuilt to process many frames in one run. The published graph processes one frame at a time in hundreds
 * of small operations, which takes 0.12 ms. Here each layer is one matrix product over all frames, and only the
 * recurrent layer goes from frame to frame. This takes 0.027 ms a frame and gives the same probabilities to five
 * digits.
 *
 * <p>Inputs: {@code windows} [4 n, 256], four windows of the spectrum for each of n frames; {@code h} and {@code c} [1,
 * 1, 128], the recurrent state. Outputs: {@code probability} [n, 1], {@code hn}, {@code cn}.
 */
final class SileroGraph {

    /** The windows of the spectrum in a frame. */
    static final int WINDOWS = 4;
    /** The samples of a window. {@link #STEP} is the distance to the next window. */
    static final int WINDOW = 256;

    static final int STEP = 128;
    static final int STATE = 128;

    private static final int BINS = WINDOW / 2 + 1;
    /** The strides of the four convolutions over time. */
    private static final int[] STRIDES = {1, 2, 2, 1};

    private final Map<String, TensorProto> published = new HashMap<>();
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("silero-vad");

    private SileroGraph() {}

    /**
     * Returns the rebuilt model.
     *
     * @param model the content of the published file
     */
    static byte[] rebuild(byte[] model) {
        try {
            return new SileroGraph().build(ModelProto.parseFrom(model));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not an ONNX model", e);
        }
    }

    private byte[] build(ModelProto model) {
        collect(sixteenKilohertz(model.getGraph()));
        for (String name : List.of("h", "c")) {
            graph.addInput(value(name, STATE));
            graph.addOutput(value(name + "n", STATE));
        }
        graph.addInput(matrix("windows", "windows", WINDOW)).addOutput(matrix("probability", "frames", 1));

        tensor("basis", transposed(floats("stft.forward_basis_buffer"), 2 * BINS, WINDOW), WINDOW, 2 * BINS);
        node("MatMul", "spectrum", "windows", "basis");
        node("Slice", "real", "spectrum", longs("zero", 0), longs("bins", BINS), longs("one", 1));
        node("Slice", "imaginary", "spectrum", "bins", longs("end", 2 * BINS), "one");
        node("Mul", "real2", "real", "real");
        node("Mul", "imaginary2", "imaginary", "imaginary");
        node("Add", "power", "real2", "imaginary2");
        node("Sqrt", "magnitude", "power");
        node("Reshape", "layer0", "magnitude", longs("frame", -1, WINDOWS * BINS));
        int steps = WINDOWS;
        for (int layer = 0; layer < STRIDES.length; layer++) {
            steps = convolution(layer, steps);
        }
        node("Reshape", "sequence", "layer4", longs("steps", -1, 1, STATE));
        recurrent();
        node("Reshape", "hidden", "y", longs("frames", -1, STATE));
        node("Relu", "activated", "hidden");
        tensor("wo", floats("decoder.decoder.2.weight"), STATE, 1);
        tensor("bo", floats("decoder.decoder.2.bias"), 1);
        node("Gemm", "logit", "activated", "wo", "bo");
        node("Sigmoid", "probability", "logit");
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(14))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /** Adds a convolution of three taps, padded by one step on either side, as one matrix product of all its steps. */
    private int convolution(int layer, int steps) {
        TensorProto weight = find("encoder." + layer + ".reparam_conv.weight");
        float[] taps = floats(weight);
        float[] bias = floats("encoder." + layer + ".reparam_conv.bias");
        int outputs = (int) weight.getDims(0);
        int inputs = (int) weight.getDims(1);
        int stride = STRIDES[layer];
        int stepsAfter = (steps - 1) / stride + 1;
        float[] dense = new float[steps * inputs * stepsAfter * outputs];
        float[] biases = new float[stepsAfter * outputs];
        for (int after = 0; after < stepsAfter; after++) {
            System.arraycopy(bias, 0, biases, after * outputs, outputs);
            for (int tap = 0; tap < 3; tap++) {
                int before = after * stride + tap - 1;
                if (before >= 0 && before < steps) {
                    for (int in = 0; in < inputs; in++) {
                        int row = (before * inputs + in) * stepsAfter * outputs + after * outputs;
                        for (int out = 0; out < outputs; out++) {
                            dense[row + out] = taps[(out * inputs + in) * 3 + tap];
                        }
                    }
                }
            }
        }
        tensor("w" + layer, dense, (long) steps * inputs, (long) stepsAfter * outputs);
        tensor("b" + layer, biases, biases.length);
        node("Gemm", "product" + layer, "layer" + layer, "w" + layer, "b" + layer);
        node("Relu", "layer" + (layer + 1), "product" + layer);
        return stepsAfter;
    }

    private void recurrent() {
        tensor("w", gates(floats("decoder.rnn.weight_ih"), STATE), 1, 4L * STATE, STATE);
        tensor("r", gates(floats("decoder.rnn.weight_hh"), STATE), 1, 4L * STATE, STATE);
        float[] biases = new float[8 * STATE];
        System.arraycopy(gates(floats("decoder.rnn.bias_ih"), 1), 0, biases, 0, 4 * STATE);
        System.arraycopy(gates(floats("decoder.rnn.bias_hh"), 1), 0, biases, 4 * STATE, 4 * STATE);
        tensor("b", biases, 1, biases.length);
        graph.addNode(NodeProto.newBuilder()
                .setOpType("LSTM")
                .addAllInput(List.of("sequence", "w", "r", "b", "", "h", "c"))
                .addAllOutput(List.of("y", "hn", "cn"))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("hidden_size")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(STATE)));
    }

    /**
     * Reorders the gates from PyTorch's order (input, forget, cell, output) to ONNX's (input, output, forget, cell).
     */
    private static float[] gates(float[] values, int columns) {
        int[] order = {0, 3, 1, 2};
        int size = STATE * columns;
        float[] reordered = new float[values.length];
        for (int gate = 0; gate < order.length; gate++) {
            System.arraycopy(values, order[gate] * size, reordered, gate * size, size);
        }
        return reordered;
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return turned;
    }

    private static GraphProto sixteenKilohertz(GraphProto graph) {
        return graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("If"))
                .flatMap(node -> node.getAttributeList().stream())
                .filter(attribute -> attribute.getName().equals("then_branch"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not Silero VAD: no branch for 16 kHz"))
                .getG();
    }

    private void collect(GraphProto branch) {
        for (NodeProto node : branch.getNodeList()) {
            if (node.getOpType().equals("Constant") && node.getAttribute(0).hasT()) {
                published.put(node.getOutput(0), node.getAttribute(0).getT());
            }
        }
    }

    private TensorProto find(String ending) {
        return published.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ending))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not Silero VAD: no " + ending))
                .getValue();
    }

    private float[] floats(String ending) {
        return floats(find(ending));
    }

    private static float[] floats(TensorProto tensor) {
        float[] values = new float[tensor.getRawData().size() / Float.BYTES];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    private void node(String operator, String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output));
    }

    private void tensor(String name, float[] values, long... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        add(name, TensorProto.DataType.FLOAT, raw, dimensions);
    }

    private String longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        add(name, TensorProto.DataType.INT64, raw, values.length);
        return name;
    }

    private void add(String name, TensorProto.DataType type, ByteBuffer raw, long... dimensions) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(raw));
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor);
    }

    private static ValueInfoProto value(String name, int size) {
        return typed(
                name,
                TensorShapeProto.newBuilder().addDim(fixed(1)).addDim(fixed(1)).addDim(fixed(size)));
    }

    private static ValueInfoProto matrix(String name, String rows, int columns) {
        return typed(
                name,
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(rows))
                        .addDim(fixed(columns)));
    }

    private static TensorShapeProto.Dimension.Builder fixed(int size) {
        return TensorShapeProto.Dimension.newBuilder().setDimValue(size);
    }

    private static ValueInfoProto typed(String name, TensorShapeProto.Builder shape) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
