package dev.escriba.settings.entity;

/** The application cannot start, for a reason that is not a setting. The message names the reason and the remedy. */
public class CannotStart extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
