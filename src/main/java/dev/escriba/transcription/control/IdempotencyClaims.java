package dev.escriba.transcription.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.IdempotentRequest;
import dev.escriba.transcription.entity.Instance;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests that may be made again under the same key and are charged once: the first one's execution answers all of them, for {@link #KEPT}. A
 * key is stored as a digest, within its account and credential.
 */
@ApplicationScoped
public class IdempotencyClaims {

    /** How long a key is remembered. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    /**
     * The answer to the first request of that key, if it has succeeded; empty where the request is the first, or the first failed.
     *
     * @throws Problem 409 while the first one runs, 422 where it was another request
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<TranscriptionResult> replay(IdempotencyClaim claim) {
        IdempotentRequest earlier = find(claim);
        if (earlier == null || earlier.claimedAt().isBefore(forgotten())) {
            return Optional.empty();
        }
        if (!earlier.isOf(claim.requestDigest())) {
            throw Problem.at(IdempotencyKey.HEADER, 422, "idempotency.reused");
        }
        Instance instance = entities.find(Instance.class, earlier.instanceId().toString());
        return switch (instance.state()) {
            case RUNNING -> throw running();
            case SUCCEEDED -> Optional.of(execution(instance, claim, earlier));
            case FAILED -> Optional.empty();
        };
    }

    /** Worth another try: it ends, or its node has died and its lease does. */
    private static Problem running() {
        Message message = Message.of("idempotency.running");
        return new Problem(409, message, Map.of(IdempotencyKey.HEADER, message), Optional.of(NEXT_TRY));
    }

    private static TranscriptionResult execution(Instance instance, IdempotencyClaim claim, IdempotentRequest earlier) {
        return new TranscriptionResult(
                instance.id(),
                instance.transcript().or(() -> earlier.sealedAnswer()
                        .flatMap(answer -> SealedAnswer.open(answer, claim.scope(), claim.key()))),
                instance.language(),
                instance.duration().orElse(Duration.ZERO),
                instance.completionTokens().orElse(0),
                instance.promptTokens().orElse(0),
                instance.cost().orElseThrow(),
                true);
    }

    /** Stores the claim; fails where another request has it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void claim(IdempotencyClaim claim, UUID instance) {
        String keyDigest = SealedAnswer.digest(claim.scope(), claim.key());
        entities.createNamedQuery(IdempotentRequest.FORGET_STALE)
                .setParameter("account", claim.accountId())
                .setParameter("key", keyDigest)
                .setParameter("before", forgotten())
                .executeUpdate();
        entities.persist(
                new IdempotentRequest(claim.accountId(), keyDigest, claim.requestDigest(), instance, clock.instant()));
        entities.flush();
    }

    /** Keeps the text of the answer for whoever knows the key, where it is not kept otherwise. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void seal(IdempotencyClaim claim, UUID instance, String text) {
        IdempotentRequest request = find(claim);
        // one that took longer than keys are remembered may have been followed by another of the same key
        if (request != null && request.instanceId().equals(instance)) {
            request.seal(SealedAnswer.seal(text, claim.scope(), claim.key()));
        }
    }

    /** The first try failed: the next one is a first one. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void giveUp(UUID instance) {
        entities.createNamedQuery(IdempotentRequest.FORGET_INSTANCE)
                .setParameter("instance", instance.toString())
                .executeUpdate();
    }

    /** Forgets keys whose time is over; how many. */
    @Transactional
    public int purge() {
        return entities.createNamedQuery(IdempotentRequest.FORGET_BEFORE)
                .setParameter("before", forgotten())
                .executeUpdate();
    }

    private IdempotentRequest find(IdempotencyClaim claim) {
        return entities.find(
                IdempotentRequest.class,
                new IdempotentRequest.Key(claim.accountId(), SealedAnswer.digest(claim.scope(), claim.key())));
    }

    private Instant forgotten() {
        return clock.instant().minus(KEPT);
    }
}
