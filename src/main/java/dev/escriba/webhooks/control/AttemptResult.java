package dev.escriba.webhooks.control;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of an attempt.
 *
 * @param status of the answer, if there was one
 * @param error why it failed, as a word for operators; empty if the receiver accepted it
 * @param asked the pause that the receiver asked for
 */
record AttemptResult(Kind kind, OptionalInt status, Optional<String> error, Optional<Duration> asked) {

    private static final int GONE = 410;

    /** What follows from a result. */
    enum Kind {
        /** The receiver accepted the event. */
        ACCEPTED,
        /** The receiver failed. It may accept the event later. */
        FAILED,
        /** The receiver wants to be told nothing more. */
        GONE,
        /** There is nothing to tell. */
        POINTLESS,
        /** This service failed, and not the receiver. */
        OWN_FAULT,
        /** This node had no room to begin. It counts as no attempt. */
        PUT_BACK
    }

    static AttemptResult of(DirectPost.Head head) {
        int status = head.status();
        boolean accepted = status / 100 == 2;
        return new AttemptResult(
                accepted ? Kind.ACCEPTED : status == GONE ? Kind.GONE : Kind.FAILED,
                OptionalInt.of(status),
                accepted ? Optional.empty() : Optional.of("status-" + status),
                head.retryAfter()
                        .filter(text -> text.matches("\\d{1,9}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text))));
    }

    static AttemptResult of(FailedAttempt failure) {
        return without(failure.isPutBack() ? Kind.PUT_BACK : Kind.FAILED, failure.reason());
    }

    /** This service could not make the message. */
    static AttemptResult internal() {
        return without(Kind.OWN_FAULT, "internal");
    }

    /** This service cannot open the secret that signs. */
    static AttemptResult secretLost() {
        return without(Kind.OWN_FAULT, "secret-lost");
    }

    static AttemptResult noExecution() {
        return without(Kind.POINTLESS, "no-execution");
    }

    private static AttemptResult without(Kind kind, String error) {
        return new AttemptResult(kind, OptionalInt.empty(), Optional.of(error), Optional.empty());
    }

    boolean accepted() {
        return kind == Kind.ACCEPTED;
    }

    boolean isPutBack() {
        return kind == Kind.PUT_BACK;
    }
}
