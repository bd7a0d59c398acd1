package dev.escriba.problem.control;

import dev.escriba.problem.entity.Problem;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Problems that are not thrown as such: by their HTTP status alone, or out of the blue. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    /** Statuses that have a message of their own; {@code problem.<status>} in the bundles. */
    private static final Set<Integer> WORDED =
            Set.of(400, 401, 403, 404, 405, 406, 408, 409, 411, 413, 414, 415, 422, 429, 431, 502, 503, 504);

    private Problems() {}

    /** The problem that a bare HTTP status stands for. */
    public static Problem ofStatus(int status) {
        if (status == 501) {
            // an unknown method, says a container; to a caller it is one that is not allowed
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

    /** 503 where the database is away, else {@link #unexpected}. */
    public static Problem of(Throwable thrown) {
        if (Outage.isBehind(thrown)) {
            // every request meets it: what it is, not where
            LOG.log(Level.WARNING, "The database is not available: {0}", thrown.toString());
            Problem problem = Problem.unavailable();
            problem.initCause(thrown);
            return problem;
        }
        return unexpected(thrown);
    }

    /** 500: logs the cause under a reference that the answer names, and tells nothing else. */
    public static Problem unexpected(Throwable cause) {
        return unexpected(cause, 500);
    }

    private static Problem unexpected(Throwable cause, int status) {
        String reference = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, cause, () -> "Unexpected error, reference " + reference + ", status " + status);
        return Problem.of(500, "problem.500", reference);
    }
}
