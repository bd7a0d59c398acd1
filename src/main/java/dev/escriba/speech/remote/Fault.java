package dev.escriba.speech.remote;

/** The ways in which a remote server fails. */
enum Fault {
    /** No connection: nothing listens, or the name is unknown. */
    UNREACHABLE("remote-unreachable", 502, true, Blame.SERVER),
    /** The certificate of the server is not one for its name, or no authority that this JVM trusts has signed it. */
    TLS("remote-tls", 502, false, Blame.SERVER),
    /**
     * No complete answer in time. It is not repeated: the server may still work on the first one. Only that of a short
     * recording counts for the breaker.
     */
    TIMEOUT("remote-timeout", 504, false, Blame.SERVER),
    /** The connection ended before the answer did. */
    CUT("remote-cut", 502, true, Blame.SERVER_OR_RECORDING),
    /** 429. */
    BUSY("remote-busy", 502, true, Blame.SERVER),
    /** 409 with a time to retry after: the server still works on the first try of the same run. */
    IN_PROGRESS("remote-in-progress", 502, true, Blame.NOBODY),
    /** 503: the server says that it does not work, or not now. */
    UNAVAILABLE("remote-error", 502, true, Blame.SERVER),
    /** 408 or another 5xx. */
    FAILED("remote-error", 502, true, Blame.SERVER_OR_RECORDING),
    /** 401, 403 or 404: the configured key or address is wrong. */
    MISCONFIGURED("remote-refused", 502, false, Blame.SERVER),
    /** Another 4xx: this very request. */
    REJECTED("remote-rejected", 502, false, Blame.REQUEST),
    /** A redirection or another status that is no answer. */
    UNEXPECTED("remote-unexpected", 502, false, Blame.SERVER),
    /** An answer over the limit. */
    TOO_LARGE("remote-too-large", 502, false, Blame.SERVER_OR_RECORDING),
    /** An answer that is no JSON, or JSON of another shape. */
    INVALID("remote-invalid", 502, false, Blame.SERVER_OR_RECORDING),
    /**
     * An answer about more audio than Escriba decoded, which was not paid for. A recording can be made so that every
     * server hears more.
     */
    OVERLONG("remote-invalid", 502, false, Blame.REQUEST),
    /**
     * No text, although the recording has audible speech. A recording can be made so that every server hears nothing.
     */
    EMPTY("remote-empty", 502, false, Blame.REQUEST),
    /** Not asked, because it failed too often before. */
    OPEN("remote-open", 502, false, Blame.REQUEST),
    /** The configuration does not have the server that the catalogue names. */
    UNCONFIGURED("remote-unconfigured", 503, false, Blame.REQUEST),
    /** The recording makes a larger file than the server takes. */
    TOO_LONG("remote-too-long", 413, false, Blame.REQUEST);

    /** What a fault says. */
    enum Blame {
        /** The server does not work, whatever it gets. */
        SERVER,
        /** The server does not work, or does not cope with this recording. */
        SERVER_OR_RECORDING,
        /** The server works, or was not asked. */
        REQUEST,
        /** Nothing: an earlier try of the same run decides. */
        NOBODY
    }

    private final String word;
    private final int status;
    private final boolean retryable;
    private final Blame blame;

    Fault(String word, int status, boolean retryable, Blame blame) {
        this.word = word;
        this.status = status;
        this.retryable = retryable;
        this.blame = blame;
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
        if (status == 503) {
            return UNAVAILABLE;
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

    /** Whether the same request may succeed in some seconds: the breaker says when the server is asked again. */
    boolean isRepeatable() {
        return retryable || this == OPEN;
    }

    /** What it says about the server. */
    Blame blame() {
        return blame;
    }
}
