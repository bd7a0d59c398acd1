package dev.escriba.speech.moonshine.graph;

/** The cosines and sines of rotary embedding, for neighbouring pairs of channels. */
final class Rotary {

    /** More positions than any utterance or text has. */
    static final int POSITIONS = 4096;

    private final float[] frequencies;

    Rotary(float[] frequencies) {
        this.frequencies = frequencies;
    }

    /** The number of channels of a head that are rotated. */
    int size() {
        return 2 * frequencies.length;
    }

    String cosines(GraphBuilder graph) {
        float[] table = angles();
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) Math.cos(table[i]);
        }
        return graph.floats(table, POSITIONS, frequencies.length);
    }

    String sines(GraphBuilder graph) {
        float[] table = angles();
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) Math.sin(table[i]);
        }
        return graph.floats(table, POSITIONS, frequencies.length);
    }

    private float[] angles() {
        float[] table = new float[POSITIONS * frequencies.length];
        for (int i = 0; i < table.length; i++) {
            int at = i / frequencies.length;
            table[i] = at * frequencies[i % frequencies.length];
        }
        return table;
    }
}
