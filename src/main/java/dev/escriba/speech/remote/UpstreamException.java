package dev.escriba.speech.remote;

import dev.escriba.speech.entity.EngineFailure;
import java.time.Duration;
import java.util.Optional;

/** A remote server did not answer as it should. The message holds nothing that the server sent. */
final class UpstreamException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final transient Optional<Duration> retryAfter;

    UpstreamException(Fault fault) {
        this(fault, Optional.empty(), null);
    }

    /** @param retryAfter what the server asked for, if it did */
    UpstreamException(Fault fault, Optional<Duration> retryAfter, Throwable cause) {
        super(fault.word(), cause);
        this.fault = fault;
        this.retryAfter = retryAfter;
    }

    Fault fault() {
        return fault;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The answer to the caller. */
    EngineFailure problem() {
        EngineFailure problem = new EngineFailure(fault.status(), fault.word(), retryAfter, fault.isRepeatable());
        problem.initCause(this);
        return problem;
    }
}
