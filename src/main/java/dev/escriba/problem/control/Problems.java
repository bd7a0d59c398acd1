package dev.escriba.problem.control;

import dev.escriba.problem.entity.Problem;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Creates problems from an HTTP status or from an unexpected exception. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    /** Statuses with a message {@code problem.<status>} in the bundles. */
    private static final Set<Integer> WORDED =
            Set.of(400, 401, 403, 404, 405, 406, 408, 409, 411, 412, 413, 414, 415, 422, 428, 429, 431, 502, 503, 504);

    private Problems() {}

    /** The problem for an HTTP status. */
    public static Problem ofStatus(int status) {
        if (status == 501) {
            // containers answer 501 to an unknown method
            return ofStatus(405);
        }
        if (status == 503) {
            return Problem.unavailable();
        }
        if (WORDED.contains(status)) {
            return Problem.of(status, "problem." + status);
        }
        return status >= 400 && status < 500 ? Problem.of(status, "problem.400") : unexpected(null, status);
    }

    /** The problem that was thrown, or that caused what was thrown. */
    public static Optional<Problem> in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    /** 503 if the database is unavailable, else {@link #unexpected}. */
    public static Problem of(Throwable thrown) {
        if (Outage.isBehind(thrown)) {
            // no stack trace: every request fails in the same way during an outage
            LOG.log(Level.WARNING, "The database is not available: {0}", thrown.toString());
            Problem problem = Problem.unavailable();
            problem.initCause(thrown);
            return problem;
        }
        return unexpected(thrown);
    }

    /** 500: logs the cause with a reference. The answer contains only the reference. */
    public static Problem unexpected(Throwable cause) {
        return unexpected(cause, 500);
    }

    private static Problem unexpected(Throwable cause, int status) {
        String reference = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, cause, () -> "Unexpected error, reference " + reference + ", status " + status);
        return Problem.of(500, "problem.500", reference);
    }
}
