package dev.escriba.speech.moonshine;

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
record Architecture(int layers, int heads, int headSize) {

    static Architecture of(OrtSession decoder) throws OrtException {
        Map<String, NodeInfo> inputs = decoder.getInputInfo();
        int layers = 0;
        while (inputs.containsKey(past(layers, Part.DECODER, Slot.KEY))) {
            layers++;
        }
        if (layers == 0) {
            throw new IllegalArgumentException("not a Moonshine decoder: no input " + past(0, Part.DECODER, Slot.KEY));
        }
        NodeInfo key = inputs.get(past(0, Part.DECODER, Slot.KEY));
        if (!(key.getInfo() instanceof TensorInfo info)
                || info.getShape().length != 4
                || info.getShape()[1] < 1
                || info.getShape()[3] < 1) {
            throw new IllegalArgumentException("not a Moonshine decoder: " + key);
        }
        return new Architecture(layers, (int) info.getShape()[1], (int) info.getShape()[3]);
    }

    /** Every cache of a part, layer by layer, keys before values. */
    List<String> caches(String prefix, Part part) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (Slot slot : Slot.values()) {
                names.add(prefix + "." + layer + part.suffix + slot.suffix);
            }
        }
        return names;
    }

    private static String past(int layer, Part part, Slot slot) {
        return "past_key_values." + layer + part.suffix + slot.suffix;
    }

    /** Attention to the text so far, and to the audio. */
    enum Part {
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
