package dev.escriba.speech.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides whether and when a failed request is repeated.
 *
 * @param maxAttempts tries of one run
 * @param delay before the second try; it doubles with each further one
 * @param maxDelay the longest wait
 * @param random between 0 and 1: spreads the tries of many runs
 */
record Retries(int maxAttempts, Duration delay, Duration maxDelay, DoubleSupplier random) {

    /**
     * The time to wait before the next try; empty where there is none.
     *
     * @param attempt the number of the try that failed, counted from 1
     * @param asked the time that the server asked to wait, if it did; a time over the longest wait ends the tries
     */
    Optional<Duration> after(int attempt, Optional<Duration> asked) {
        if (attempt >= maxAttempts) {
            return Optional.empty();
        }
        double growth = Math.pow(2, attempt - 1.0) * (0.5 + random.getAsDouble() / 2);
        Duration own = Duration.ofNanos((long) Math.min(delay.toNanos() * growth, (double) maxDelay.toNanos()));
        Duration wait = asked.filter(least -> least.compareTo(own) > 0).orElse(own);
        return wait.compareTo(maxDelay) > 0 ? Optional.empty() : Optional.of(wait);
    }
}
