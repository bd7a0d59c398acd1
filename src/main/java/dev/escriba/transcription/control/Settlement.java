package dev.escriba.transcription.control;

import dev.escriba.billing.entity.Reservation;
import dev.escriba.problem.control.Outage;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.RunOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stores the outcome of a run after its recognition. If the database is unreachable at this point, the run waits for
 * it, because the recognition is done. If the connection broke during a commit, the transaction runs again; it changes
 * nothing if the first commit succeeded.
 */
@ApplicationScoped
public class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Inject
    Instances instances;

    Duration retryTimeout = Duration.ZERO;

    @Inject
    void configure(TranscriptionSettings settings) {
        retryTimeout = settings.settlementPatience();
    }

    /**
     * Stores the outcome and settles the hold, exactly once.
     *
     * @throws Problem 503 if the database is still unreachable after the configured wait
     * @throws InterruptedException where the application stops during the wait
     */
    void settle(UUID instance, RunOutcome outcome, Optional<Reservation> held, Optional<IdempotencyClaim> claim)
            throws InterruptedException {
        settle(instance, () -> instances.succeed(instance, outcome, held, claim));
    }

    /**
     * As the other method.
     *
     * @param store the transaction; a second call of it changes nothing
     */
    void settle(UUID instance, Runnable store) throws InterruptedException {
        long end = 0;
        while (true) {
            try {
                store.run();
                return;
            } catch (RuntimeException e) {
                if (!Outage.isBehind(e)) {
                    throw e;
                }
                LOG.log(Level.WARNING, "Execution {0} waits for the database to store its outcome: {1}", new Object[] {
                    instance, e
                });
                // counted from the first failure: a single attempt may take longer than the whole wait
                end = end == 0 ? System.nanoTime() + retryTimeout.toNanos() : end;
                if (System.nanoTime() >= end) {
                    Problem problem = Problem.unavailable();
                    problem.initCause(e);
                    throw problem;
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }
}
