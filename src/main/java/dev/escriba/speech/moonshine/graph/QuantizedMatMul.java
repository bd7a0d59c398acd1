package dev.escriba.speech.moonshine.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Adds matrix products with eight-bit weights to a graph. */
final class QuantizedMatMul {

    private static final int BLOCK = 32;
    private static final int IN_INTEGERS = 4;

    private final GraphBuilder graph;
    private final WeightFormat weightFormat;

    QuantizedMatMul(GraphBuilder graph, WeightFormat weightFormat) {
        this.graph = graph;
        this.weightFormat = weightFormat;
    }

    /** Quantizes the input and multiplies. */
    String linear(String input, Linear layer) {
        List<String> inputs = new ArrayList<>(
                List.of(input, weights(layer), graph.floats(layer.scales, layer.outputs), zeroPoints(layer)));
        if (layer.bias != null) {
            inputs.add(graph.floats(layer.bias, layer.outputs));
        }
        return graph.contributed("DynamicQuantizeMatMul", Map.of(), inputs.toArray(String[]::new));
    }

    /** Quantizes floats to eight bits: the values, their scale, their zero point. */
    List<String> quantize(String input) {
        return graph.node("DynamicQuantizeLinear", 3, Map.of(), input);
    }

    /** Multiplies a quantized input, without the bias. */
    String product(String input, String scale, String zeroPoint, Linear layer) {
        return graph.contributed(
                "MatMulIntegerToFloat",
                Map.of(),
                input,
                weights(layer),
                scale,
                graph.floats(layer.scales, layer.outputs),
                zeroPoint,
                zeroPoints(layer));
    }

    /** Quantizes each row and block of the input by itself and multiplies. It is fast for few rows. */
    String linearByBlocks(String input, Linear layer) {
        int blocks = (layer.inputs + BLOCK - 1) / BLOCK;
        byte[] weights = new byte[layer.outputs * blocks * BLOCK];
        byte[] zeroPoints = new byte[layer.outputs * blocks];
        float[] scales = new float[layer.outputs * blocks];
        for (int output = 0; output < layer.outputs; output++) {
            int row = output * blocks;
            Arrays.fill(zeroPoints, row, row + blocks, layer.zeroPoints[output]);
            Arrays.fill(scales, row, row + blocks, layer.scales[output]);
            Arrays.fill(weights, row * BLOCK, (row + blocks) * BLOCK, layer.zeroPoints[output]);
            for (int i = 0; i < layer.inputs; i++) {
                weights[row * BLOCK + i] = layer.weights[i * layer.outputs + output];
            }
        }
        List<String> inputs = new ArrayList<>(List.of(
                input,
                graph.bytes(weights, layer.outputs, blocks, BLOCK),
                graph.floats(scales, scales.length),
                graph.bytes(zeroPoints, zeroPoints.length)));
        if (layer.bias != null) {
            inputs.addAll(List.of("", graph.floats(layer.bias, layer.outputs)));
        }
        Map<String, ?> sizes = Map.of(
                "K", layer.inputs, "N", layer.outputs, "bits", 8, "block_size", BLOCK, "accuracy_level", IN_INTEGERS);
        return graph.contributed("MatMulNBits", sizes, inputs.toArray(String[]::new));
    }

    private String weights(Linear layer) {
        return eightBits(layer.weights, layer.inputs, layer.outputs);
    }

    private String zeroPoints(Linear layer) {
        return eightBits(layer.zeroPoints, layer.outputs);
    }

    private String eightBits(byte[] values, long... dimensions) {
        if (weightFormat == WeightFormat.UNSIGNED) {
            return graph.bytes(values, dimensions);
        }
        byte[] signed = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            signed[i] = (byte) (values[i] - 128);
        }
        return graph.signedBytes(signed, dimensions);
    }
}
