package dev.escriba.speech.moonshine.graph;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the decoder's inputs say of the model.
 *
 * @param layers of the decoder
 * @param heads of its attention
 * @param headSize width of one head
 */
public record Architecture(int layers, int heads, int headSize) {

    /** Off a published decoder. */
    public static Architecture of(OrtSession decoder) throws OrtException {
        return of(decoder, "past_key_values.", ".encoder.key");
    }

    /** Off a {@link StepGraph}. */
    public static Architecture ofPrepared(OrtSession decoder) throws OrtException {
        return of(decoder, "value.", "");
    }

    /** How many there are to choose from. */
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

    /** What scores are multiplied by. */
    public float attentionScale() {
        return (float) (1 / Math.sqrt(headSize));
    }

    /** The head size rounded up as {@link StepGraph} has it. */
    public int cachedHeadSize() {
        return (headSize + 15) / 16 * 16;
    }

    /** Every cache of a part, layer by layer, keys before values. */
    public List<String> caches(String prefix, Part part) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (Slot slot : Slot.values()) {
                names.add(prefix + "." + layer + part.suffix + slot.suffix);
            }
        }
        return names;
    }

    /** Attention to the text so far, and to the audio. */
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
