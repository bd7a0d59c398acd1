package dev.escriba.transcription.control;

import dev.escriba.billing.control.Holds;
import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The stored executions as they run. Each step of a run is one short transaction, money and claim included. */
@ApplicationScoped
public class Instances {

    private static final Logger LOG = Logger.getLogger(Instances.class.getName());

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    Holds holds;

    @Inject
    IdempotencyClaims claims;

    @Inject
    TranscriptRetention keeping;

    /**
     * Stores a run that begins, and with it what is set aside for it and the request's claim, or nothing of all that.
     *
     * @throws Problem 400 where money is short
     */
    @Transactional
    public void begin(Instance instance, Optional<Reservation> reservation, Optional<IdempotencyClaim> claim) {
        entities.persist(instance);
        entities.flush();
        claim.ifPresent(made -> claims.claim(made, instance.id()));
        reservation.ifPresent(most -> holds.place(instance.id(), most));
    }

    /**
     * Stores the outcome and settles the hold, if there is one; once, however often it is told. By a conditional statement: nothing is read before.
     *
     * @throws Problem 503 where the run was taken for dead meanwhile: nothing was charged
     */
    @Transactional
    public void succeed(
            UUID id, Recognition recognition, Cost cost, Optional<Reservation> held, Optional<IdempotencyClaim> claim) {
        Instant now = clock.instant();
        boolean keeps = keeping.keeps(recognition.text());
        Query succeed = entities.createNamedQuery(keeps ? Instance.SUCCEED_WITH_TRANSCRIPT : Instance.SUCCEED)
                .setParameter("id", id.toString())
                .setParameter("now", now)
                .setParameter("duration", recognition.duration().toNanos())
                .setParameter("language", recognition.language().orElse(null))
                .setParameter("completionTokens", recognition.completionTokens())
                .setParameter("promptTokens", recognition.promptTokens())
                .setParameter("completionCost", cost.completion())
                .setParameter("promptCost", cost.prompt())
                .setParameter("currency", cost.currency());
        if (keeps) {
            succeed.setParameter("transcript", recognition.text());
        }
        if (succeed.executeUpdate() == 0) {
            if (entities.find(Instance.class, id.toString()).state() == InstanceState.SUCCEEDED) {
                // an earlier try that nobody answered came through after all
                return;
            }
            LOG.log(Level.WARNING, "Execution {0} was taken for dead while it ran, and is not charged", id);
            throw Problem.unavailable();
        }
        held.ifPresent(placed -> holds.settle(id, placed, cost.total()));
        if (!keeping.outlives(recognition.text(), IdempotencyClaims.KEPT)) {
            claim.ifPresent(made -> claims.seal(made, id, recognition.text()));
        }
    }

    /** Stores that the run failed, returns its hold and gives up its claim. Nothing where it has ended already; how it has ended. */
    @Transactional
    public InstanceState fail(UUID id, String reason) {
        Instance instance = locked(id);
        if (instance.state() == InstanceState.RUNNING) {
            instance.fail(reason, clock.instant());
            holds.release(id);
            claims.giveUp(id);
        }
        return instance.state();
    }

    /** As {@link #fail}, of a run that nobody works on any more; whether there was something to end. */
    @Transactional
    public boolean expire(UUID id, String reason) {
        Instance instance = locked(id);
        if (instance.state() != InstanceState.RUNNING) {
            return false;
        }
        instance.fail(reason, clock.instant());
        holds.expire(id);
        claims.giveUp(id);
        return true;
    }

    /** As {@link #expire}, where its lease is over still, once nobody else can renew it. */
    @Transactional
    public boolean expireOverdue(UUID id, String reason) {
        return locked(id).isOverdue(clock.instant()) && expire(id, reason);
    }

    private Instance locked(UUID id) {
        return entities.find(Instance.class, id.toString(), LockModeType.PESSIMISTIC_WRITE);
    }
}
