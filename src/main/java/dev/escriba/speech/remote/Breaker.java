package dev.escriba.speech.remote;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;

/** A circuit breaker whose permits can be given back. */
final class Breaker {

    private final CircuitBreaker<Object> breaker;

    /** Whether the breaker opens only to get a permit back. */
    private volatile boolean releasing;

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
    boolean isUnharmed() {
        return breaker.isClosed() && breaker.getFailureCount() == 0;
    }

    /** Takes the permit for one request, if there is one. */
    boolean acquire() {
        return breaker.tryAcquirePermit();
    }

    void succeeded() {
        breaker.recordSuccess();
    }

    void failed() {
        breaker.recordFailure();
    }

    /** A request that says nothing about a server that has to prove itself counts as a failure, and else not at all. */
    void doubted() {
        if (breaker.isHalfOpen()) {
            breaker.recordFailure();
        }
    }

    /**
     * Gives the permit of a half-open breaker back: the request says nothing. The library has no call for that, but a
     * breaker that becomes half-open has its permits.
     */
    synchronized void release() {
        if (!breaker.isHalfOpen()) {
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
