package dev.escriba.speech.remote;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.Optional;

/**
 * A circuit breaker whose permits can be given back. A permit of a closed breaker needs no return. A half-open breaker
 * has one permit, for the request that tries whether the server works again.
 */
final class Breaker {

    private final CircuitBreaker<Object> breaker;

    /** Whether the breaker opens only to get a permit back. */
    private boolean releasing;

    /**
     * A permit for one request.
     *
     * @param isTrial whether a half-open breaker gave it
     */
    record Pass(boolean isTrial) {}

    /**
     * A closed breaker.
     *
     * @param failures among twice as many tries that open it
     * @param delay without tries after that
     */
    Breaker(int failures, Duration delay, Runnable onOpen, Runnable onClose) {
        breaker = CircuitBreaker.builder()
                .withFailureThreshold(failures, 2 * failures)
                .withDelay(delay)
                .withSuccessThreshold(1)
                .onOpen(event -> {
                    if (!releasing) {
                        onOpen.run();
                    }
                })
                .onClose(event -> onClose.run())
                .build();
    }

    /** Whether the next request is refused. */
    boolean refuses() {
        return breaker.isOpen() && !breaker.getRemainingDelay().isZero();
    }

    /** The time for which requests are refused. */
    Duration remaining() {
        return breaker.getRemainingDelay();
    }

    /** Whether requests go through without a limit. */
    boolean isClosed() {
        return breaker.isClosed();
    }

    /** Whether it is closed, and none of the last tries failed. */
    synchronized boolean isUnharmed() {
        return breaker.isClosed() && breaker.getFailureCount() == 0;
    }

    /** Takes the permit for one request, if there is one. */
    synchronized Optional<Pass> acquire() {
        return breaker.tryAcquirePermit() ? Optional.of(new Pass(breaker.isHalfOpen())) : Optional.empty();
    }

    synchronized void succeeded() {
        breaker.recordSuccess();
    }

    synchronized void failed() {
        breaker.recordFailure();
    }

    /** Counts as a failure if the request was a trial. Otherwise it does not count. */
    synchronized void doubted(Pass pass) {
        if (pass.isTrial() && breaker.isHalfOpen()) {
            breaker.recordFailure();
        }
    }

    /**
     * Gives the permit of a trial back: its request says nothing. The library has no call for that, but a breaker that
     * becomes half-open has its permits.
     */
    synchronized void release(Pass pass) {
        if (!pass.isTrial() || !breaker.isHalfOpen()) {
            return;
        }
        releasing = true;
        try {
            breaker.open();
            breaker.halfOpen();
        } finally {
            releasing = false;
        }
    }
}
