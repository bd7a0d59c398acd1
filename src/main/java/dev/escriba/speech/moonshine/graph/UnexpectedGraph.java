package dev.escriba.speech.moonshine.graph;

/** A model that is not built as this code knows the family: it runs as it is. */
public final class UnexpectedGraph extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnexpectedGraph(String message) {
        super(message);
    }
}
