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
 * @param asked the pause that the receiver asked for
 */
record AttemptResult(OptionalInt status, Optional<String> error, boolean isFinal, Optional<Duration> asked) {

    private static final int GONE = 410;

    static AttemptResult of(DirectPost.Head head) {
        int status = head.status();
        return new AttemptResult(
                OptionalInt.of(status),
                status / 100 == 2 ? Optional.empty() : Optional.of("status-" + status),
                status == GONE,
                head.retryAfter()
                        .filter(text -> text.matches("\\d{1,9}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text))));
    }

    static AttemptResult failed(String reason) {
        return new AttemptResult(OptionalInt.empty(), Optional.of(reason), false, Optional.empty());
    }

    boolean accepted() {
        return error.isEmpty();
    }
}
