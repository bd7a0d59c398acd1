package dev.escriba.settings.entity;

/** The application does not start, because it has done what this run is for. The message says what. */
public class RunComplete extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public RunComplete(String message) {
        super(message);
    }
}
