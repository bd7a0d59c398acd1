package dev.escriba.speech.entity;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.Optional;

/** An engine failed through no fault of the caller. Another model may take over. */
public class EngineFailure extends Problem {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean repeatable;

    /**
     * A failure.
     *
     * @param status 413, 502, 503 or 504
     * @param reason a word for operators
     * @param retryAfter the time after which a new try may succeed, if it is known
     */
    public EngineFailure(int status, String reason, Optional<Duration> retryAfter) {
        this(status, reason, retryAfter, true);
    }

    /**
     * As {@link #EngineFailure(int, String, Optional)}.
     *
     * @param repeatable whether the same request may succeed in some seconds
     */
    public EngineFailure(int status, String reason, Optional<Duration> retryAfter, boolean repeatable) {
        super(status, retryAfter);
        this.reason = reason;
        this.repeatable = repeatable;
    }

    /** A word for operators, such as {@code remote-timeout}. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean isRepeatable() {
        return repeatable;
    }
}
