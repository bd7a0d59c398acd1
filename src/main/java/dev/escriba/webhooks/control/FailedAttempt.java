package dev.escriba.webhooks.control;

import java.io.IOException;

/** An attempt that got no answer. */
final class FailedAttempt extends IOException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean putBack;

    private FailedAttempt(String reason, boolean putBack, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
        this.putBack = putBack;
    }

    /** @param reason a word for operators */
    FailedAttempt(String reason, Throwable cause) {
        this(reason, false, cause);
    }

    FailedAttempt(String reason) {
        this(reason, false, null);
    }

    /** This node had no room to begin the attempt. The receiver did nothing wrong. */
    static FailedAttempt putBack(String reason) {
        return new FailedAttempt(reason, true, null);
    }

    String reason() {
        return reason;
    }

    boolean isPutBack() {
        return putBack;
    }
}
