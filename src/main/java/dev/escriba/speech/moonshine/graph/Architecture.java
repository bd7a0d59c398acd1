package dev.escriba.speech.moonshine.graph;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The architecture of a model, read from the inputs of its decoder.
 *
 * @param layers of the decoder
 * @param heads of its attention
 * @param headSize channels of one head
 */
public record Architecture(int layers, int heads, int headSize) {

    /** Reads a published decoder. */
    public static Architecture of(OrtSession decoder) throws OrtException {
        return of(decoder, "past_key_values.", ".encoder.key");
    }

    /** Reads a {@link StepGraph}. */
    public static Architecture ofPrepared(OrtSession decoder) throws OrtException {
        return of(decoder, "value.", "");
    }

    /** The number of tokens in the vocabulary. */
    public static int tokens(OrtSession decoder) throws OrtException {
        return (int) ((TensorInfo) decoder.getOutputInfo().get("logits").getInfo()).getShape()[2];
    }

    private static Architecture of(OrtSession decoder, String before, String after) throws OrtException {
        Map<String, NodeInfo> inputs = decoder.getInputInfo();
        int layers = 0;
        while (inputs.containsKey(before + layers + after)) {
            layers++;
        }
        NodeInfo first = inputs.get(before + 0 + after);
        if (first == null
                || !(first.getInfo() instanceof TensorInfo info)
                || info.getShape().length != 4
                || info.getShape()[1] < 1
                || info.getShape()[3] < 1) {
            throw new UnexpectedGraph("not a Moonshine decoder: " + before + 0 + after + " is " + first);
        }
        return new Architecture(layers, (int) info.getShape()[1], (int) info.getShape()[3]);
    }

    /** The factor of attention scores. */
    public float attentionScale() {
        return (float) (1 / Math.sqrt(headSize));
    }

    /** The head size in a {@link StepGraph}: rounded up to a multiple of 16. */
    public int cachedHeadSize() {
        return (headSize + 15) / 16 * 16;
    }

    /** The names of all caches of a part, layer by layer, the key before the value. */
    public List<String> caches(String prefix, Part part) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (Slot slot : Slot.values()) {
                names.add(prefix + "." + layer + part.suffix + slot.suffix);
            }
        }
        return names;
    }

    /** Self-attention to the text so far, and cross-attention to the audio. */
    public enum Part {
        DECODER(".decoder"),
        ENCODER(".encoder");

        private final String suffix;

        Part(String suffix) {
            this.suffix = suffix;
        }
    }

    private enum Slot {
        KEY(".key"),
        VALUE(".value");

        private final String suffix;

        Slot(String suffix) {
            this.suffix = suffix;
        }
    }
}
