package dev.escriba.settings.entity;

/** Why the application cannot start, where it is no setting: the message says what is wrong and what to do about it. */
public class CannotStart extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
