package dev.escriba.speech.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Loads the classes that read and write graphs while the application starts. A separate thread loads the models, and
 * Payara closes an application's libraries for a moment at the end of the deployment. The JVM then never finds a class
 * that it looked for in that moment.
 */
public final class GraphClasses {

    private GraphClasses() {}

    /** Returns when the classes are loaded. */
    public static void load() {
        OnnxMl.ModelProto model = OnnxMl.ModelProto.newBuilder()
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(1))
                .setGraph(OnnxMl.GraphProto.newBuilder()
                        .setName("none")
                        .addNode(OnnxMl.NodeProto.newBuilder()
                                .setName("none")
                                .addInput("in")
                                .addAttribute(OnnxMl.AttributeProto.newBuilder()
                                        .setName("none")
                                        .addInts(1)))
                        .addInitializer(OnnxMl.TensorProto.newBuilder()
                                .addDims(1)
                                .addFloatData(1)
                                .addInt64Data(1)
                                .setRawData(ByteString.copyFromUtf8("none")))
                        .addInput(OnnxMl.ValueInfoProto.newBuilder()
                                .setType(OnnxMl.TypeProto.newBuilder()
                                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                                .setShape(OnnxMl.TensorShapeProto.newBuilder()
                                                        .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder()
                                                                .setDimParam("none")))))))
                .build();
        try {
            OnnxMl.ModelProto read = OnnxMl.ModelProto.parseFrom(new ByteArrayInputStream(model.toByteArray()));
            if (read.getGraph().getNodeCount() != model.getGraph().getNodeCount()) {
                throw new IllegalStateException("graphs cannot be read");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
