package dev.escriba.transcription.control;

import dev.escriba.billing.control.Holds;
import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.FreeRows;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.telemetry.control.RequestIds;
import dev.escriba.transcription.entity.Answerer;
import dev.escriba.transcription.entity.Ending;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.QueuedRun;
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

    /** The reason of a run that a caller cancelled. */
    public static final String CANCELLED = "cancelled";

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
    QueueRows queue;

    @Inject
    QueueSettings queueSettings;

    @Inject
    Outbox outbox;

    /**
     * Stores a run that begins, its hold and its claim: all of them or none.
     *
     * @throws Problem 400 where the account has too little money
     */
    @Transactional
    public void begin(Instance instance, Optional<Reservation> reservation, Optional<IdempotencyClaim> claim) {
        begin(instance, reservation, claim, () -> {});
    }

    /**
     * As the other method, and with further rows.
     *
     * @param more stores the rows, in the same transaction
     */
    @Transactional
    public void begin(
            Instance instance, Optional<Reservation> reservation, Optional<IdempotencyClaim> claim, Runnable more) {
        RequestIds.current().ifPresent(instance::requestedBy);
        entities.persist(instance);
        entities.flush();
        more.run();
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
            LOG.log(Level.WARNING, "Execution {0} was ended while it still ran; it is not charged", id);
            throw Problem.unavailable();
        }
        outcome.tookOver().ifPresent(answerer -> answered(id, answerer));
        // before the hold, because other runs of the account wait for its rows
        outbox.add(id, EventType.EXECUTION_SUCCEEDED);
        held.ifPresent(placed -> holds.settle(id, placed, cost.total()));
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

    /** Another model answered than the caller chose: its price is the one that explains the charge. */
    private void answered(UUID id, Answerer answerer) {
        Optional<UUID> price = answerer.tariff().priceId();
        Query answered = entities.createNamedQuery(price.isPresent() ? Instance.ANSWERED : Instance.ANSWERED_FREE)
                .setParameter("id", id.toString())
                .setParameter("model", answerer.model().toString());
        price.ifPresent(known -> answered.setParameter("price", known.toString()));
        if (answered.executeUpdate() != 1) {
            throw new IllegalStateException("the model that answered execution " + id + " could not be stored");
        }
    }

    /**
     * Stores a run as FAILED, releases its hold and deletes its claim. A run that has ended is not changed. A run whose
     * client is gone is CANCELLED, once all nodes know that state.
     *
     * @return the final state
     */
    @Transactional
    public InstanceState fail(UUID id, String reason) {
        Instance instance = locked(id);
        if (!instance.state().isFinal()) {
            boolean isCancelled = reason.equals(GoneClient.REASON) && queueSettings.enabled();
            release(instance, isCancelled ? InstanceState.CANCELLED : InstanceState.FAILED, reason);
        }
        return instance.state();
    }

    /**
     * Ends a run that has not ended, releases its hold, and deletes its claim and the rows of its queue. Webhooks are
     * told of failures, not of cancellations.
     *
     * @param instance locked by this transaction
     * @param state FAILED or CANCELLED
     */
    private void release(Instance instance, InstanceState state, String reason) {
        if (state == InstanceState.CANCELLED) {
            instance.cancel(reason, clock.instant());
        } else {
            instance.fail(reason, clock.instant());
        }
        // first, because other runs of the account wait for the rows of the hold
        queue.forget(instance.id());
        if (state == InstanceState.FAILED) {
            outbox.add(instance.id(), EventType.EXECUTION_FAILED);
        }
        holds.release(instance.id());
        claims.giveUp(instance.id());
    }

    /**
     * Cancels a run that waits or runs: its hold is released. The node that works on it notices that within seconds.
     *
     * @return the instance as it is now
     * @throws Problem 409 where the run has ended
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Instance cancel(UUID id) {
        Instance instance = locked(id);
        if (instance.state().isFinal()) {
            throw Problem.of(409, "instance.ended", instance.state().name());
        }
        release(instance, InstanceState.CANCELLED, CANCELLED);
        return instance;
    }

    /**
     * Puts a queued run back into the queue. Nothing changes where the attempt is not the current one.
     *
     * @param notBefore no node claims the run before
     * @param lost whether the attempt counts as a loss; too many of them fail the run
     * @param reason of the failure, if the run fails
     * @return the state of the run now
     */
    @Transactional
    public InstanceState giveBack(UUID id, int attempt, Instant notBefore, boolean lost, String reason) {
        Instance instance = locked(id);
        if (instance.state() == InstanceState.RUNNING && instance.attempts() == attempt) {
            requeue(instance, queue.find(id), notBefore, lost, reason);
        }
        return instance.state();
    }

    private void requeue(Instance instance, Optional<QueuedRun> row, Instant notBefore, boolean lost, String reason) {
        if (row.isEmpty() || (lost && row.get().losses() + 1 >= queueSettings.maxAttempts())) {
            release(instance, InstanceState.FAILED, reason);
        } else {
            instance.requeue();
            queue.returned(instance.id(), notBefore, lost);
        }
    }

    /** Stores an attempt of a queued run as FAILED. Nothing changes where the attempt is not the current one. */
    @Transactional
    public InstanceState failAttempt(UUID id, int attempt, String reason) {
        Instance instance = locked(id);
        if (instance.state() == InstanceState.RUNNING && instance.attempts() == attempt) {
            release(instance, InstanceState.FAILED, reason);
        }
        return instance.state();
    }

    /** Stores a run as FAILED that has waited for too long. Does not wait for a row that is locked. */
    @Transactional
    public Ending giveUpWaiting(UUID id, String reason) {
        if (!lockFree(id)) {
            return Ending.LOCKED;
        }
        Instance instance = locked(id);
        if (instance.state() != InstanceState.QUEUED) {
            return Ending.NOT_NEEDED;
        }
        if (!othersAreFree(id)) {
            return Ending.LOCKED;
        }
        release(instance, InstanceState.FAILED, reason);
        return Ending.ENDED;
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
        if (!lockFree(id)) {
            return Ending.LOCKED;
        }
        Instance instance = locked(id);
        if (instance.state() != InstanceState.RUNNING
                || overdueAt.map(now -> !instance.isOverdue(now)).orElse(false)) {
            return Ending.NOT_NEEDED;
        }
        if (!othersAreFree(id)) {
            return Ending.LOCKED;
        }
        Optional<QueuedRun> queued = queue.find(id);
        if (queued.isPresent()) {
            requeue(instance, queued, clock.instant(), true, reason);
            return instance.state() == InstanceState.QUEUED ? Ending.REQUEUED : Ending.ENDED;
        }
        instance.fail(reason, clock.instant());
        outbox.add(id, EventType.EXECUTION_FAILED);
        holds.expire(id);
        claims.giveUp(id);
        return Ending.ENDED;
    }

    private boolean lockFree(UUID id) {
        return !FreeRows.lock(entities, "select i.id from instance i where i.id = ?1", id.toString())
                .isEmpty();
    }

    /** Locks the rows that the end of a run changes beside its instance, without waiting. Returns whether it did. */
    private boolean othersAreFree(UUID id) {
        return claims.lockFree(id) && holds.lockFree(id) && queue.lockFree(id);
    }

    private Instance locked(UUID id) {
        return entities.find(Instance.class, id.toString(), LockModeType.PESSIMISTIC_WRITE);
    }
}
