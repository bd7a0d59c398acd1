package dev.escriba.transcription.control;

import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.problem.control.Outage;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.transcription.entity.IdempotencyClaim;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stores what a run came to. The work is done by then, so that a database that is away for a moment is waited for. Where a connection broke while it
 * was told to commit, it is told again, which changes nothing if it did.
 */
@ApplicationScoped
public class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Inject
    Instances instances;

    Duration patience = Duration.ZERO;

    @Inject
    void configure(TranscriptionSettings settings) {
        patience = settings.settlementPatience();
    }

    /**
     * Stores the outcome and settles the hold, once.
     *
     * @throws Problem 503 where the database stays away
     * @throws InterruptedException when the application stops meanwhile
     */
    void settle(
            UUID instance,
            Recognition recognition,
            Cost cost,
            Optional<Reservation> held,
            Optional<IdempotencyClaim> claim)
            throws InterruptedException {
        long end = 0;
        while (true) {
            try {
                instances.succeed(instance, recognition, cost, held, claim);
                return;
            } catch (RuntimeException e) {
                if (!Outage.isBehind(e)) {
                    throw e;
                }
                LOG.log(Level.WARNING, "Execution {0} waits for the database to be stored: {1}", new Object[] {
                    instance, e
                });
                // from the first failure on: it may have taken longer than all the patience to show
                end = end == 0 ? System.nanoTime() + patience.toNanos() : end;
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
