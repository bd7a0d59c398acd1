package dev.escriba.webhooks.control;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of an attempt.
 *
 * @param status of the answer, if there was one
 * @param error why it failed, as a word for operators; empty if the receiver accepted it
 * @param isFinal whether a repetition is useless
 * @param isOwnFault whether this service failed, and not the receiver
 * @param asked the pause that the receiver asked for
 */
record AttemptResult(
        OptionalInt status, Optional<String> error, boolean isFinal, boolean isOwnFault, Optional<Duration> asked) {

    private static final int GONE = 410;

    static AttemptResult of(DirectPost.Head head) {
        int status = head.status();
        return new AttemptResult(
                OptionalInt.of(status),
                status / 100 == 2 ? Optional.empty() : Optional.of("status-" + status),
                status == GONE,
                false,
                head.retryAfter()
                        .filter(text -> text.matches("\\d{1,9}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text))));
    }

    static AttemptResult failed(String reason) {
        return new AttemptResult(OptionalInt.empty(), Optional.of(reason), false, false, Optional.empty());
    }

    /** This service could not make the attempt, and may be able to later. */
    static AttemptResult internal() {
        return new AttemptResult(OptionalInt.empty(), Optional.of("internal"), false, true, Optional.empty());
    }

    /** There is nothing to tell. */
    static AttemptResult noExecution() {
        return new AttemptResult(OptionalInt.empty(), Optional.of("no-execution"), true, true, Optional.empty());
    }

    boolean accepted() {
        return error.isEmpty();
    }

    /** Whether the receiver wants to be told nothing more. */
    boolean isGone() {
        return status.isPresent() && status.getAsInt() == GONE;
    }
}
