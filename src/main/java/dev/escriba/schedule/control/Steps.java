package dev.escriba.schedule.control;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The steps of a job that do not need one another. A step that fails keeps no other from running. */
public final class Steps {

    private Steps() {}

    /** Runs a step. If it fails, the log has one line with the cause, and the job goes on. */
    public static void run(Logger log, String name, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.log(Level.WARNING, "{0} failed and will be tried again: {1}", new Object[] {name, reason(e)});
        }
    }

    /** The cause in one line: exceptions of the database have many. */
    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString().lines().findFirst().orElse("");
    }
}
