package dev.escriba.transcription.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.entity.InstanceState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Maps what a run throws to a failure reason, and stores failed runs. A reason is a word for operators. */
@ApplicationScoped
public class RunFailures {

    /** The reason of a run that the stop of the application ended. */
    public static final String STOPPED = "stopped";

    private static final Logger LOG = Logger.getLogger(RunFailures.class.getName());

    @Inject
    WorkInProgress work;

    @Inject
    Instances instances;

    /** The reason of a failure that the stop of the application did not cause. */
    public static String reason(Throwable thrown) {
        if (GoneClient.isSaidBy(thrown)) {
            return GoneClient.REASON;
        }
        return thrown instanceof Problem problem ? "problem-" + problem.status() : "unexpected";
    }

    /**
     * Whether a run failed because the application stops. Once runs are cancelled, every failure counts as one. A
     * server may also remove the classes of the application before it reports the stop; then a class that is first used
     * during the stop is missing. A class that was never packed causes the same error, so the log records it.
     */
    public boolean isCausedByStop(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoClassDefFoundError missing) {
                LOG.log(
                        Level.WARNING,
                        "A run failed because a class is missing: the application stops, or the class was not packed",
                        missing);
                return true;
            }
        }
        return work.isCancelled();
    }

    /**
     * Stores a run as FAILED and releases its hold. An error of the database is logged and not thrown, because it would
     * hide the run's own failure; then the run ends when its lease is over.
     *
     * @return the stored state, or RUNNING where it is unknown
     */
    InstanceState fail(UUID instance, String reason) {
        try {
            return instances.fail(instance, reason);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "Instance " + instance + " could not be stored as FAILED (" + reason + ")", e);
            return InstanceState.RUNNING;
        }
    }
}
