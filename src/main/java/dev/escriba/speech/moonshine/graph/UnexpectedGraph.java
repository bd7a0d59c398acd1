package dev.escriba.speech.moonshine.graph;

/** A model has another structure than this code knows. Its published graphs are used. */
public final class UnexpectedGraph extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnexpectedGraph(String message) {
        super(message);
    }
}
