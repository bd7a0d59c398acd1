package dev.escriba.transcription.control;

import dev.escriba.billing.control.Holds;
import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.FreeRows;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.transcription.entity.Ending;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.RunOutcome;
import dev.escriba.transcription.entity.StoredDocument;
import dev.escriba.webhooks.control.Outbox;
import dev.escriba.webhooks.entity.EventType;
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

/**
 * Stores the states of instances. Each change is one short transaction, which includes the hold, the idempotency
 * claim, and what webhooks have to be told.
 */
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
    TranscriptRetention retention;

    @Inject
    Outbox outbox;

    /**
     * Stores a run that begins, its hold and its claim: all of them or none.
     *
     * @throws Problem 400 where the account has too little money
     */
    @Transactional
    public void begin(Instance instance, Optional<Reservation> reservation, Optional<IdempotencyClaim> claim) {
        entities.persist(instance);
        entities.flush();
        claim.ifPresent(made -> claims.claim(made, instance.id()));
        reservation.ifPresent(most -> holds.place(instance.id(), most));
    }

    /**
     * Stores a run as SUCCEEDED and settles its hold, if there is one. A second call for the same run changes nothing.
     * One conditional update does it; no row is read before.
     *
     * @throws Problem 503 where the run was ended as abandoned before; then nothing is charged
     */
    @Transactional
    public void succeed(UUID id, RunOutcome outcome, Optional<Reservation> held, Optional<IdempotencyClaim> claim) {
        Recognition recognition = outcome.recognition();
        Cost cost = outcome.cost();
        Instant now = clock.instant();
        boolean keeps = retention.keeps(recognition.text());
        Query succeed = entities.createNamedQuery(keeps ? Instance.SUCCEED_WITH_TRANSCRIPT : Instance.SUCCEED)
                .setParameter("id", id.toString())
                .setParameter("now", now)
                .setParameter("duration", recognition.duration().toNanos())
                .setParameter(
                        "language",
                        recognition.language().orElse(recognition.unknownLanguage() ? Instance.UNKNOWN_LANGUAGE : null))
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
                // an earlier try was committed although its connection broke
                return;
            }
            LOG.log(Level.WARNING, "Execution {0} was ended as abandoned while it still ran; it is not charged", id);
            throw Problem.unavailable();
        }
        held.ifPresent(placed -> holds.settle(id, placed, cost.total()));
        outbox.add(id, EventType.EXECUTION_SUCCEEDED);
        boolean outlives = retention.outlives(recognition.text(), IdempotencyClaims.KEPT);
        boolean seals = claim.isPresent() && !outlives;
        boolean hasDocument = !recognition.segments().isEmpty() && (keeps || seals);
        Optional<String> document = hasDocument ? DocumentJson.write(recognition.segments()) : Optional.empty();
        if (keeps) {
            document.ifPresent(json -> entities.persist(new StoredDocument(id, json, outcome.peaks())));
        }
        if (seals) {
            claims.keepAnswer(claim.get(), id, recognition.text(), document);
        }
    }

    /**
     * Stores a run as FAILED, releases its hold and deletes its claim. A run that has ended is not changed.
     *
     * @return the final state
     */
    @Transactional
    public InstanceState fail(UUID id, String reason) {
        Instance instance = locked(id);
        if (instance.state() == InstanceState.RUNNING) {
            instance.fail(reason, clock.instant());
            holds.release(id);
            claims.giveUp(id);
            outbox.add(id, EventType.EXECUTION_FAILED);
        }
        return instance.state();
    }

    /** Like {@link #fail}, for a run that no node works on. Does not wait for a row that is locked. */
    @Transactional
    public Ending expire(UUID id, String reason) {
        return end(id, reason, Optional.empty());
    }

    /** Like {@link #expire}, but only where the lease is still over once the row is locked. */
    @Transactional
    public Ending expireOverdue(UUID id, String reason) {
        return end(id, reason, Optional.of(clock.instant()));
    }

    private Ending end(UUID id, String reason, Optional<Instant> overdueAt) {
        if (FreeRows.lock(entities, "select i.id from instance i where i.id = ?1", id.toString())
                .isEmpty()) {
            return Ending.LOCKED;
        }
        Instance instance = locked(id);
        if (instance.state() != InstanceState.RUNNING
                || overdueAt.map(now -> !instance.isOverdue(now)).orElse(false)) {
            return Ending.NOT_NEEDED;
        }
        if (!claims.lockFree(id) || !holds.lockFree(id)) {
            return Ending.LOCKED;
        }
        instance.fail(reason, clock.instant());
        holds.expire(id);
        claims.giveUp(id);
        outbox.add(id, EventType.EXECUTION_FAILED);
        return Ending.ENDED;
    }

    private Instance locked(UUID id) {
        return entities.find(Instance.class, id.toString(), LockModeType.PESSIMISTIC_WRITE);
    }
}
