package dev.escriba.speech.moonshine;

import dev.escriba.speech.moonshine.graph.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A head of the decoder's attention to the audio that looks where the next token is spoken. Both numbers are counted
 * from 0.
 */
record AlignmentHead(int layer, int head) {

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern LAYER_AND_HEAD = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

    /**
     * Reads heads with spaces between them, each as its layer, a dot, and its number in the layer.
     *
     * @throws IllegalArgumentException when the text is not such a list, or when the model does not have a head
     */
    static List<AlignmentHead> parse(String text, Architecture architecture) {
        List<AlignmentHead> heads = new ArrayList<>();
        for (String one : SPACES.split(text.strip(), -1)) {
            Matcher numbers = LAYER_AND_HEAD.matcher(one);
            if (one.isEmpty()) {
                continue;
            }
            if (!numbers.matches()) {
                throw new IllegalArgumentException(one + " is not a layer, a dot and a head");
            }
            AlignmentHead head =
                    new AlignmentHead(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
            if (head.layer >= architecture.layers() || head.head >= architecture.heads()) {
                throw new IllegalArgumentException("the model has no head " + one + ": its decoder has "
                        + architecture.layers() + " layers of " + architecture.heads() + " heads");
            }
            heads.add(head);
        }
        return List.copyOf(heads);
    }

    /** All heads of a model. */
    static List<AlignmentHead> all(Architecture architecture) {
        List<AlignmentHead> heads = new ArrayList<>();
        for (int layer = 0; layer < architecture.layers(); layer++) {
            for (int head = 0; head < architecture.heads(); head++) {
                heads.add(new AlignmentHead(layer, head));
            }
        }
        return heads;
    }
}
