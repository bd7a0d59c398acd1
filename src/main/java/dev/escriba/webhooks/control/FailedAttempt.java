package dev.escriba.webhooks.control;

import java.io.IOException;

/** An attempt that got no answer. */
final class FailedAttempt extends IOException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason a word for operators */
    FailedAttempt(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    FailedAttempt(String reason) {
        this(reason, null);
    }

    String reason() {
        return reason;
    }
}
