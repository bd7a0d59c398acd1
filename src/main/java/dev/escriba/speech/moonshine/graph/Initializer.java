package dev.escriba.speech.moonshine.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** A constant tensor of a graph. */
final class Initializer {

    private final TensorProto tensor;

    Initializer(TensorProto tensor) {
        this.tensor = tensor;
    }

    int dimension(int axis) {
        return (int) tensor.getDims(axis);
    }

    void requireDimensions(int count) {
        if (tensor.getDimsCount() != count) {
            throw new UnexpectedGraph(tensor.getName() + " has " + tensor.getDimsCount() + " dimensions");
        }
    }

    /** Whether it is a column of floats, which is the shape of rotary frequencies. */
    boolean isColumn() {
        List<Long> dimensions = tensor.getDimsList();
        return isA(DataType.FLOAT)
                && dimensions.size() == 3
                && dimensions.get(0) == 1
                && dimensions.get(1) > 1
                && dimensions.get(2) == 1;
    }

    float[] floats() {
        if (!isA(DataType.FLOAT)) {
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

    /** Its eight-bit values; signed values are shifted by 128. */
    byte[] unsignedBytes() {
        if (!isA(DataType.INT8) && !isA(DataType.UINT8)) {
            throw new UnexpectedGraph(tensor.getName() + " is not of eight bits");
        }
        int shift = isA(DataType.INT8) ? 128 : 0;
        boolean packed = !tensor.getRawData().isEmpty();
        byte[] values = packed ? tensor.getRawData().toByteArray() : new byte[tensor.getInt32DataCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) ((packed ? values[i] : tensor.getInt32Data(i)) + shift);
        }
        return values;
    }

    private boolean isA(DataType type) {
        return tensor.getDataType() == type.getNumber();
    }
}
