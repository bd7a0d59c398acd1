package dev.escriba.speech.remote;

/** The ways in which a remote server fails. */
enum Fault {
    /** No connection: nothing listens, or the name is unknown. */
    UNREACHABLE("remote-unreachable", 502, true, true),
    /** The certificate of the server is not one for its name, or no authority that this JVM trusts has signed it. */
    TLS("remote-tls", 502, false, true),
    /**
     * No complete answer in time. It is not repeated: the server may still work on the first one. It opens the breaker
     * for short recordings only.
     */
    TIMEOUT("remote-timeout", 504, false, true),
    /** The connection ended before the answer did. */
    CUT("remote-cut", 502, true, true),
    /** 429. */
    BUSY("remote-busy", 502, true, true),
    /** 409 with a time to retry after: the server still works on the first try of the same run. */
    IN_PROGRESS("remote-in-progress", 502, true, false),
    /** 408 or 5xx. */
    FAILED("remote-error", 502, true, true),
    /** 401, 403 or 404: the configured key or address is wrong. */
    MISCONFIGURED("remote-refused", 502, false, true),
    /** Another 4xx: this very request. */
    REJECTED("remote-rejected", 502, false, false),
    /** A redirection or another status that is no answer. */
    UNEXPECTED("remote-unexpected", 502, false, true),
    /** An answer over the limit. */
    TOO_LARGE("remote-too-large", 502, false, true),
    /** An answer that is no JSON, or JSON of another shape. */
    INVALID("remote-invalid", 502, false, true),
    /**
     * An answer about more audio than Escriba decoded, which was not paid for. It does not open the breaker, for the
     * same reason as {@link #EMPTY}.
     */
    OVERLONG("remote-invalid", 502, false, false),
    /**
     * No text, although the recording has audible speech. It does not open the breaker: a recording can be made so that
     * every server hears nothing, and one caller would take the model from all.
     */
    EMPTY("remote-empty", 502, false, false),
    /** Not asked, because it failed too often before. */
    OPEN("remote-open", 502, false, false),
    /** The configuration does not have the server that the catalogue names. */
    UNCONFIGURED("remote-unconfigured", 503, false, false),
    /** The recording makes a larger file than the server takes. */
    TOO_LONG("remote-too-long", 413, false, false);

    private final String word;
    private final int status;
    private final boolean retryable;
    private final boolean opensBreaker;

    Fault(String word, int status, boolean retryable, boolean opensBreaker) {
        this.word = word;
        this.status = status;
        this.retryable = retryable;
        this.opensBreaker = opensBreaker;
    }

    /**
     * The fault of an HTTP status; {@code null} for 200.
     *
     * @param namesTime whether the answer says when to try again
     */
    static Fault ofStatus(int status, boolean namesTime) {
        if (status == 200) {
            return null;
        }
        if (status == 429) {
            return BUSY;
        }
        if (status == 409 && namesTime) {
            return IN_PROGRESS;
        }
        if (status == 408 || (status >= 500 && status < 600)) {
            return FAILED;
        }
        if (status == 401 || status == 403 || status == 404) {
            return MISCONFIGURED;
        }
        return status >= 400 && status < 500 ? REJECTED : UNEXPECTED;
    }

    /** For operators, in logs, metrics and the stored execution. */
    String word() {
        return word;
    }

    /** The status of this service's own answer. */
    int status() {
        return status;
    }

    /** Whether the same request may succeed at once. */
    boolean isRetryable() {
        return retryable;
    }

    /** Whether it says that the server does not work, whatever the request is. */
    boolean opensBreaker() {
        return opensBreaker;
    }
}
