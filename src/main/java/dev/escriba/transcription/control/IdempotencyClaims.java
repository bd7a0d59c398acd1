package dev.escriba.transcription.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.FreeRows;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.speech.entity.Segment;
import dev.escriba.transcription.entity.AcceptedRun;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.IdempotentRequest;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.StoredDocument;
import dev.escriba.transcription.entity.TranscriptionResult;
import dev.escriba.web.control.IdempotencyKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The stored idempotency keys. All requests with the same key get the result of the first one, and only that one is
 * charged. A key is valid for {@link #KEPT}, and at least until its run ends. It is unique within its account and
 * credential. For a queued run the time counts from its end. Only the digest of the key is stored.
 */
@ApplicationScoped
public class IdempotencyClaims {

    /** The time that a key is valid. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    /**
     * The result of the first request with this key. It is empty where this request is the first one, or where the
     * first one failed.
     *
     * @throws Problem 409 while the first request runs, 422 where the first request was a different one
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<TranscriptionResult> replay(IdempotencyClaim claim) {
        Optional<IdempotentRequest> known = valid(claim);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        IdempotentRequest earlier = known.get();
        Instance instance = entities.find(Instance.class, earlier.instanceId().toString());
        return switch (instance.state()) {
            case QUEUED, RUNNING -> throw running();
            case SUCCEEDED -> Optional.of(result(instance, claim, earlier));
            case FAILED, CANCELLED -> Optional.empty();
        };
    }

    /**
     * The run of the first request with this key; empty where this request is the first one, or where the first
     * one failed.
     *
     * @throws Problem 422 where the first request was a different one
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<AcceptedRun> earlier(IdempotencyClaim claim) {
        return valid(claim)
                .map(request ->
                        entities.find(Instance.class, request.instanceId().toString()))
                .filter(instance -> instance.state() != InstanceState.FAILED)
                .filter(instance -> instance.state() != InstanceState.CANCELLED)
                .map(instance -> new AcceptedRun(instance.id(), instance.state()));
    }

    private Optional<IdempotentRequest> valid(IdempotencyClaim claim) {
        IdempotentRequest earlier = find(claim);
        if (earlier == null || isOver(earlier)) {
            return Optional.empty();
        }
        if (!earlier.isOf(claim.requestDigest())) {
            throw Problem.at(IdempotencyKey.HEADER, 422, "idempotency.reused");
        }
        return Optional.of(earlier);
    }

    private boolean isOver(IdempotentRequest request) {
        return request.claimedAt().isBefore(oldestValid())
                && entities.find(Instance.class, request.instanceId().toString())
                        .state()
                        .isFinal();
    }

    /** The caller may retry later. By then the first run has ended, or its lease has ended because its node died. */
    private static Problem running() {
        Message message = Message.of("idempotency.running");
        return new Problem(409, message, Map.of(IdempotencyKey.HEADER, message), Optional.of(RETRY_AFTER));
    }

    private TranscriptionResult result(Instance instance, IdempotencyClaim claim, IdempotentRequest earlier) {
        List<Segment> segments = stored(instance)
                .or(() -> earlier.sealedDocument().flatMap(encrypted -> decrypt(encrypted, claim)))
                .map(DocumentJson::read)
                .orElse(List.of());
        return new TranscriptionResult(
                instance.id(),
                instance.transcript().or(() -> earlier.sealedAnswer().flatMap(answer -> decrypt(answer, claim))),
                instance.language(),
                instance.duration().orElse(Duration.ZERO),
                instance.completionTokens().orElse(0),
                instance.promptTokens().orElse(0),
                instance.cost().orElseThrow(),
                true,
                segments);
    }

    private Optional<String> stored(Instance instance) {
        return instance.transcript().flatMap(text -> entities
                .createNamedQuery(StoredDocument.DOCUMENT, String.class)
                .setParameter("instance", instance.id().toString())
                .getResultList()
                .stream()
                .findFirst());
    }

    private static Optional<String> decrypt(String encrypted, IdempotencyClaim claim) {
        return SealedAnswer.decrypt(encrypted, claim.scope(), claim.key());
    }

    /** Stores the claim; fails where another request has the same key. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void claim(IdempotencyClaim claim, UUID instance) {
        String keyDigest = SealedAnswer.digest(claim.scope(), claim.key());
        entities.createNamedQuery(IdempotentRequest.FORGET_STALE)
                .setParameter("account", claim.accountId())
                .setParameter("key", keyDigest)
                .setParameter("before", oldestValid())
                .executeUpdate();
        entities.persist(
                new IdempotentRequest(claim.accountId(), keyDigest, claim.requestDigest(), instance, clock.instant()));
        entities.flush();
    }

    /**
     * Stores the transcript and its segments encrypted with the key, for repeated requests. They are two columns,
     * because a node of the version before reads only the transcript.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void keepAnswer(IdempotencyClaim claim, UUID instance, String text, Optional<String> document) {
        IdempotentRequest request = find(claim);
        // where the run took longer than keys are valid, a newer request may own the key
        if (request != null && request.instanceId().equals(instance)) {
            request.keepAnswer(encrypt(text, claim), document.map(json -> encrypt(json, claim)));
        }
    }

    private static String encrypt(String text, IdempotencyClaim claim) {
        return SealedAnswer.encrypt(text, claim.scope(), claim.key());
    }

    /** Restarts the time of the claim of an instance, if there is one. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void renew(UUID instance) {
        entities.createNamedQuery(IdempotentRequest.RENEW)
                .setParameter("now", clock.instant())
                .setParameter("instance", instance.toString())
                .executeUpdate();
    }

    /** Deletes the claim of an instance that failed, so that the next request with the key counts as the first one. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void giveUp(UUID instance) {
        entities.createNamedQuery(IdempotentRequest.FORGET_INSTANCE)
                .setParameter("instance", instance.toString())
                .executeUpdate();
    }

    /** Locks the claim of an instance, if there is one, without waiting. Returns whether it did. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean lockFree(UUID instance) {
        return FreeRows.lockAll(
                entities,
                "select r.key_digest from idempotent_request r where r.instance_id = ?1",
                instance.toString());
    }

    /** Deletes one batch of keys that are no longer valid, without those that are locked. Returns how many. */
    @Transactional
    public int purge() {
        List<?> old = FreeRows.lock(
                entities,
                "select r.account_id, r.key_digest from idempotent_request r where r.claimed_at < ?1"
                        + " and not exists (select i.id from instance i where i.id = r.instance_id"
                        + " and i.state in ('QUEUED', 'RUNNING')) order by r.claimed_at fetch first 500 rows only",
                InstantMicros.micros(oldestValid()));
        for (Object key : old) {
            Object[] columns = (Object[]) key;
            entities.createNamedQuery(IdempotentRequest.FORGET_STALE)
                    .setParameter("account", columns[0])
                    .setParameter("key", columns[1])
                    .setParameter("before", oldestValid())
                    .executeUpdate();
        }
        return old.size();
    }

    private IdempotentRequest find(IdempotencyClaim claim) {
        return entities.find(
                IdempotentRequest.class,
                new IdempotentRequest.Key(claim.accountId(), SealedAnswer.digest(claim.scope(), claim.key())));
    }

    private Instant oldestValid() {
        return clock.instant().minus(KEPT);
    }
}
