package dev.escriba.speech.moonshine.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds an ONNX graph, node by node. Each method returns the name of the value that it added. */
final class GraphBuilder {

    private static final String MICROSOFT = "com.microsoft";
    private static final int OPERATORS = 17;
    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int named;

    GraphBuilder(String name) {
        graph.setName(name);
    }

    String input(String name, DataType type, Object... dimensions) {
        graph.addInput(value(name, type, dimensions));
        return name;
    }

    void output(String name, DataType type, Object... dimensions) {
        graph.addOutput(value(name, type, dimensions));
    }

    /** Adds a standard operator with one output. */
    String node(String operator, Map<String, ?> attributes, String... inputs) {
        return nodes("", operator, 1, attributes, inputs).get(0);
    }

    /** Adds an operator that ONNX Runtime contributes, with one output. */
    String contributed(String operator, Map<String, ?> attributes, String... inputs) {
        return nodes(MICROSOFT, operator, 1, attributes, inputs).get(0);
    }

    /** Adds a standard operator with several outputs. */
    List<String> node(String operator, int outputs, Map<String, ?> attributes, String... inputs) {
        return nodes("", operator, outputs, attributes, inputs);
    }

    List<String> contributed(String operator, int outputs, Map<String, ?> attributes, String... inputs) {
        return nodes(MICROSOFT, operator, outputs, attributes, inputs);
    }

    List<String> split(String input, int axis, int parts, int size) {
        long[] sizes = new long[parts];
        Arrays.fill(sizes, size);
        return nodes("", "Split", parts, Map.of("axis", axis), input, longs(sizes, parts));
    }

    /** Renames a value to the name of a graph output. */
    void rename(String value, String name) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (node.getOutput(i).equals(value)) {
                    node.setOutput(i, name);
                }
            }
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(value)) {
                    node.setInput(i, name);
                }
            }
        }
    }

    String floats(float[] values, long... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor(DataType.FLOAT, raw.array(), dimensions);
    }

    String longs(long[] values, long... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return tensor(DataType.INT64, raw.array(), dimensions);
    }

    /** Adds bytes as unsigned values. */
    String bytes(byte[] values, long... dimensions) {
        return tensor(DataType.UINT8, values, dimensions);
    }

    /** Adds bytes as signed values. */
    String signedBytes(byte[] values, long... dimensions) {
        return tensor(DataType.INT8, values, dimensions);
    }

    /** Writes the graph as a model file. */
    void write(Path file) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
                .setGraph(graph)
                .build();
        try (OutputStream content = Files.newOutputStream(file)) {
            model.writeTo(content);
        }
    }

    private String tensor(DataType type, byte[] raw, long... dimensions) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName("t" + named++)
                .setDataType(type.getNumber())
                .setRawData(UnsafeByteOperations.unsafeWrap(raw));
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    private List<String> nodes(
            String domain, String operator, int outputs, Map<String, ?> attributes, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(operator)
                .setName(operator + named++)
                .addAllInput(List.of(inputs));
        new TreeMap<>(attributes).forEach((name, value) -> node.addAttribute(attribute(name, value)));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            names.add("v" + named++);
        }
        graph.addNode(node.addAllOutput(names));
        return names;
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer whole) {
            attribute.setType(AttributeProto.AttributeType.INT).setI(whole);
        } else if (value instanceof Float real) {
            attribute.setType(AttributeProto.AttributeType.FLOAT).setF(real);
        } else if (value instanceof List<?> list) {
            attribute.setType(AttributeProto.AttributeType.INTS);
            list.forEach(item -> attribute.addInts((Integer) item));
        } else {
            throw new IllegalArgumentException(name + ": " + value);
        }
        return attribute.build();
    }

    private static ValueInfoProto value(String name, DataType type, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            TensorShapeProto.Dimension.Builder one = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(
                    dimension instanceof Integer size ? one.setDimValue(size) : one.setDimParam(dimension.toString()));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
