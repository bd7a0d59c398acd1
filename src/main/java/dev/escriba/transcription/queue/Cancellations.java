package dev.escriba.transcription.queue;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.control.Instances;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.entity.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Cancels runs that wait or run. */
@ApplicationScoped
public class Cancellations {

    @Inject
    CancelTransaction transaction;

    @Inject
    WaitingAudio waiting;

    @Inject
    QueueSettings settings;

    /**
     * Cancels a run, and returns its hold.
     *
     * @param id of an instance that the caller may cancel
     * @throws Problem 409 where the run has ended, or where runs cannot be cancelled yet
     */
    public void cancel(Caller caller, UUID id) {
        if (!settings.enabled()) {
            throw Problem.of(409, "instance.queue-off");
        }
        transaction.cancel(caller, id);
        waiting.forgetFile(id);
    }

    /** The database operation, a transaction. */
    @ApplicationScoped
    public static class CancelTransaction {

        @Inject
        Instances instances;

        @Inject
        Audit audit;

        /** The audit log records who cancelled the run of another credential. */
        @Transactional
        public void cancel(Caller caller, UUID id) {
            Instance instance = instances.cancel(id);
            if (!instance.caller().equals(caller.getName())) {
                audit.record(
                        caller.getName(),
                        Act.INSTANCE_CANCELLED,
                        id.toString(),
                        Optional.of(instance.accountId()),
                        Map.of("key", instance.caller()));
            }
        }
    }
}
