package dev.escriba.transcription.queue;

import dev.escriba.billing.entity.Reservation;
import dev.escriba.culture.entity.Message;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.FreeRows;
import dev.escriba.transcription.control.IdempotencyClaims;
import dev.escriba.transcription.control.Instances;
import dev.escriba.transcription.control.QueueRows;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.entity.Ending;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.Lease;
import dev.escriba.transcription.entity.QueueLane;
import dev.escriba.transcription.entity.QueueLaneShare;
import dev.escriba.transcription.entity.QueueShare;
import dev.escriba.transcription.entity.QueueTurn;
import dev.escriba.transcription.entity.QueuedRun;
import dev.escriba.transcription.entity.RunOutcome;
import dev.escriba.transcription.entity.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The changes of state of queued runs. Each is one short transaction. */
@ApplicationScoped
public class QueuedInstances {

    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    Instances instances;

    @Inject
    IdempotencyClaims claims;

    @Inject
    QueueRows rows;

    @Inject
    WaitingAudio audio;

    @Inject
    QueueSettings settings;

    /** A run that begins to wait. */
    record NewRun(Instance instance, String lane, Upload upload, Duration length, String sealedRequest) {}

    /** An attempt of a run that this node has claimed. */
    record Attempt(Instance instance, QueuedRun row) {

        UUID id() {
            return instance.id();
        }

        int number() {
            return instance.attempts();
        }
    }

    /**
     * Stores a run that waits, its audio, its claim and its hold: all of them or none. The hold comes after the audio,
     * because other runs of the account wait for its lock. The turn comes last, because all acceptances wait for it: it
     * must not wait for the rows of an account.
     *
     * @throws Problem 503 where the queue is full, 429 where the account has too many runs in it, 400 where the account
     *     has too little money
     */
    @Transactional
    public void accept(NewRun run, Optional<Reservation> reservation, Optional<IdempotencyClaim> claim) {
        UUID id = run.instance().id();
        instances.begin(run.instance(), reservation, claim, () -> audio.storeRows(id, run.upload()));
        // one after the other from here on: limits are exact, and turns follow each other
        QueueTurn turn = entities.find(QueueTurn.class, QueueTurn.ID, LockModeType.PESSIMISTIC_WRITE);
        String account = run.instance().accountId();
        requireRoom(account, run.upload().size());
        entities.persist(new QueuedRun(
                id,
                account,
                audio.keeper(),
                run.lane(),
                run.upload().size(),
                run.length(),
                run.lane().equals(QueuedRun.HERE)
                        ? nextTurn(turn, account, run.length())
                        : nextTurn(turn, run.lane(), account, run.length()),
                clock.instant(),
                run.sealedRequest()));
        entities.flush();
    }

    /** Refuses what {@link #accept} would refuse now. */
    @Transactional
    public void requireRoom(String account, long bytes) {
        Object[] all = entities.createNamedQuery(QueuedRun.SUMS, Object[].class).getSingleResult();
        if (exceeds(all, bytes, settings.maxRuns(), settings.maxBytes())) {
            throw new Problem(503, Message.of("instance.queue-full"), Map.of(), Optional.of(RETRY_AFTER));
        }
        Object[] own = entities.createNamedQuery(QueuedRun.SUMS_OF_ACCOUNT, Object[].class)
                .setParameter("account", account)
                .getSingleResult();
        if (exceeds(own, bytes, settings.maxRunsPerAccount(), settings.maxBytesPerAccount())) {
            throw new Problem(
                    429,
                    Message.of(
                            "instance.account-queue-full",
                            settings.maxRunsPerAccount(),
                            settings.maxBytesPerAccount() >> 20),
                    Map.of(),
                    Optional.of(RETRY_AFTER));
        }
    }

    private static boolean exceeds(Object[] sums, long bytes, int maxRuns, long maxBytes) {
        long waiting = sums[1] == null ? 0 : ((Number) sums[1]).longValue();
        return ((Number) sums[0]).longValue() >= maxRuns || bytes > maxBytes - waiting;
    }

    /** The next turn of an account in the lane of a server. */
    private Turn nextTurn(QueueTurn turn, String name, String account, Duration length) {
        QueueLane lane = entities.find(QueueLane.class, name, LockModeType.PESSIMISTIC_WRITE);
        if (lane == null) {
            // nodes of the version before order all runs together
            lane = new QueueLane(name, turn.virtualTime());
            entities.persist(lane);
        }
        String id = QueueLaneShare.id(account, name);
        QueueLaneShare share = entities.find(QueueLaneShare.class, id);
        if (share == null) {
            share = new QueueLaneShare(id);
            entities.persist(share);
        }
        Turn next = Turn.after(lane.virtualTime(), share.fairEnd(), length);
        share.take(next);
        return next;
    }

    /** The next turn of an account. */
    private Turn nextTurn(QueueTurn turn, String account, Duration length) {
        QueueShare share = entities.find(QueueShare.class, account);
        if (share == null) {
            share = new QueueShare(account);
            entities.persist(share);
        }
        Turn next = Turn.after(turn.virtualTime(), share.fairEnd(), length);
        share.take(next);
        return next;
    }

    /** The lanes of servers with runs that this node may claim now. */
    @Transactional
    public List<String> lanes() {
        return entities
                .createNamedQuery(QueuedRun.LANES, String.class)
                .setParameter("now", clock.instant())
                .setParameter("keepers", audio.readable())
                .getResultList()
                .stream()
                .filter(lane -> !lane.equals(QueuedRun.HERE))
                .toList();
    }

    /**
     * The runs of a lane that this node may claim now, in their order.
     *
     * @param longest audio of a run; longer ones are passed over
     */
    @Transactional
    public List<UUID> next(String lane, Duration longest, int most) {
        return entities
                .createNamedQuery(QueuedRun.NEXT, String.class)
                .setParameter("lane", lane)
                .setParameter("longest", longest.toNanos())
                .setParameter("now", clock.instant())
                .setParameter("keepers", audio.readable())
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    /** Begins an attempt of a run; empty where another node was faster, or a transaction has locked the run. */
    @Transactional
    public Optional<Attempt> claim(UUID id, Lease lease) {
        if (FreeRows.lock(entities, "select i.id from instance i where i.id = ?1", id.toString())
                .isEmpty()) {
            return Optional.empty();
        }
        int claimed = entities.createNamedQuery(Instance.CLAIM)
                .setParameter("node", lease.node())
                .setParameter("until", lease.until())
                .setParameter("now", clock.instant())
                .setParameter("id", id.toString())
                .executeUpdate();
        if (claimed == 0) {
            return Optional.empty();
        }
        Instance instance = entities.find(Instance.class, id.toString());
        QueuedRun row = rows.find(id).orElseThrow();
        raise(row.lane(), row.fairStart());
        return Optional.of(new Attempt(instance, row));
    }

    /** Raises the virtual time, unless a transaction has locked it: then the next claim does. */
    private void raise(String lane, long start) {
        if (!lane.equals(QueuedRun.HERE)) {
            if (!FreeRows.lock(entities, "select l.lane from queue_lane l where l.lane = ?1", lane)
                    .isEmpty()) {
                entities.createNamedQuery(QueueLane.RAISE)
                        .setParameter("start", start)
                        .setParameter("lane", lane)
                        .executeUpdate();
            }
        } else if (!FreeRows.lock(entities, "select t.id from queue_turn t where t.id = ?1", QueueTurn.ID)
                .isEmpty()) {
            entities.createNamedQuery(QueueTurn.RAISE)
                    .setParameter("start", start)
                    .setParameter("id", QueueTurn.ID)
                    .executeUpdate();
        }
    }

    /**
     * Stores the outcome of an attempt, settles the hold, and deletes the audio and the segments. A second call changes
     * nothing.
     *
     * @throws Problem 503 where the run was cancelled, or another attempt has begun; then nothing is charged
     */
    @Transactional
    public void succeed(
            UUID id,
            int attempt,
            Instant leaseUntil,
            RunOutcome outcome,
            Optional<Reservation> held,
            Optional<IdempotencyClaim> claim) {
        boolean current = entities.createNamedQuery(Instance.HOLD_ATTEMPT)
                        .setParameter("until", leaseUntil)
                        .setParameter("id", id.toString())
                        .setParameter("attempt", attempt)
                        .executeUpdate()
                > 0;
        if (!current && !entities.find(Instance.class, id.toString()).state().isFinal()) {
            throw Problem.unavailable();
        }
        // first, because other runs of the account wait for the rows of the settlement
        rows.forget(id);
        if (claim.isPresent()) {
            claims.renew(id);
        }
        instances.succeed(id, outcome, held, claim);
    }

    /** Whether a run waits or runs. */
    @Transactional
    public boolean exists(UUID id) {
        return rows.find(id).isPresent();
    }

    /** The runs that have waited since before an instant, the oldest first. */
    @Transactional
    public List<UUID> waitingSince(Instant before, int skipped, int most) {
        return entities
                .createNamedQuery(QueuedRun.OLD, String.class)
                .setParameter("before", before)
                .setFirstResult(skipped)
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    /** The runs that have ended, and whose rows are still there. */
    @Transactional
    public List<UUID> ended(int skipped, int most) {
        return entities
                .createNamedQuery(QueuedRun.ENDED, String.class)
                .setFirstResult(skipped)
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    /** Deletes the rows of a run that has ended. Does not wait for a row that is locked. */
    @Transactional
    public Ending forgetEnded(UUID id) {
        if (!rows.lockFree(id)) {
            return Ending.LOCKED;
        }
        rows.forget(id);
        return Ending.ENDED;
    }
}
