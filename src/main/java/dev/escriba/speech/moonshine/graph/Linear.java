package dev.escriba.speech.moonshine.graph;

import java.util.Arrays;
import java.util.List;

/**
 * A layer of eight-bit weights: {@code x * ((weights - zeroPoints) * scales) + bias}. Zero points and scales belong to
 * columns. Weights and zero points are unsigned here, whatever the file has.
 */
final class Linear {

    final int inputs;
    final int outputs;
    /** Row by row: {@code inputs} rows of {@code outputs}. */
    final byte[] weights;

    final byte[] zeroPoints;
    final float[] scales;
    /** Null when the layer has no bias. */
    final float[] bias;

    Linear(int inputs, int outputs, byte[] weights, byte[] zeroPoints, float[] scales, float[] bias) {
        if (weights.length != inputs * outputs
                || zeroPoints.length != outputs
                || scales.length != outputs
                || (bias != null && bias.length != outputs)) {
            throw new UnexpectedGraph("a layer of " + inputs + " by " + outputs + " has other sizes");
        }
        this.inputs = inputs;
        this.outputs = outputs;
        this.weights = weights;
        this.zeroPoints = zeroPoints;
        this.scales = scales;
        this.bias = bias;
    }

    /** Combines several layers of the same input into one. Its outputs are theirs, in the same order. */
    static Linear sideBySide(List<Linear> layers) {
        int inputs = layers.get(0).inputs;
        int outputs = layers.stream().mapToInt(layer -> layer.outputs).sum();
        byte[] weights = new byte[inputs * outputs];
        byte[] zeroPoints = new byte[outputs];
        float[] scales = new float[outputs];
        int column = 0;
        for (Linear layer : layers) {
            if (layer.inputs != inputs || layer.bias != null) {
                throw new UnexpectedGraph("layers on the same input differ in size, or have a bias");
            }
            for (int row = 0; row < inputs; row++) {
                System.arraycopy(layer.weights, row * layer.outputs, weights, row * outputs + column, layer.outputs);
            }
            System.arraycopy(layer.zeroPoints, 0, zeroPoints, column, layer.outputs);
            System.arraycopy(layer.scales, 0, scales, column, layer.outputs);
            column += layer.outputs;
        }
        return new Linear(inputs, outputs, weights, zeroPoints, scales, null);
    }

    /** Pads the outputs of every head with zeros up to a width. */
    Linear widenOutputs(int heads, int width) {
        int size = outputs / heads;
        byte[] wide = new byte[inputs * heads * width];
        byte[] wideZeroPoints = new byte[heads * width];
        float[] wideScales = new float[heads * width];
        Arrays.fill(wideScales, 1);
        for (int head = 0; head < heads; head++) {
            System.arraycopy(zeroPoints, head * size, wideZeroPoints, head * width, size);
            System.arraycopy(scales, head * size, wideScales, head * width, size);
            for (int row = 0; row < inputs; row++) {
                System.arraycopy(weights, row * outputs + head * size, wide, (row * heads + head) * width, size);
            }
        }
        return new Linear(inputs, heads * width, wide, wideZeroPoints, wideScales, null);
    }

    /** Adapts the layer to an input whose heads are padded with zeros up to a width. */
    Linear widenInputs(int heads, int width) {
        int size = inputs / heads;
        byte[] wide = new byte[heads * width * outputs];
        for (int row = 0; row < heads * width; row++) {
            int head = row / width;
            int within = row % width;
            byte[] source = within < size ? weights : zeroPoints;
            int from = within < size ? (head * size + within) * outputs : 0;
            System.arraycopy(source, from, wide, row * outputs, outputs);
        }
        return new Linear(heads * width, outputs, wide, zeroPoints, scales, bias);
    }

    /** The weights as floats, row by row. */
    float[] dequantized() {
        float[] values = new float[weights.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % outputs;
            values[i] = ((weights[i] & 0xff) - (zeroPoints[column] & 0xff)) * scales[column];
        }
        return values;
    }

    /** The same layer with its outputs multiplied by a factor. */
    Linear times(float factor) {
        float[] multiplied = scales.clone();
        for (int i = 0; i < outputs; i++) {
            multiplied[i] *= factor;
        }
        if (bias != null) {
            throw new UnexpectedGraph("a bias where none is expected");
        }
        return new Linear(inputs, outputs, weights, zeroPoints, multiplied, null);
    }
}
