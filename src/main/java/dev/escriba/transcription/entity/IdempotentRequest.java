package dev.escriba.transcription.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The first request with an idempotency key, and the instance that answers its repetitions. The row is deleted when the
 * instance fails, and when the key is older than a day and the instance has ended.
 */
@Entity
@IdClass(IdempotentRequest.Key.class)
@Table(name = "idempotent_request")
@SuppressWarnings("UnusedVariable") // queries read the columns
@NamedQuery(
        name = IdempotentRequest.FORGET_INSTANCE,
        query = "delete from IdempotentRequest r where r.instanceId = :instance")
@NamedQuery(
        name = IdempotentRequest.FORGET_STALE,
        query = "delete from IdempotentRequest r where r.accountId = :account and r.keyDigest = :key"
                + " and r.claimedAt < :before and not exists (select i.id from Instance i where i.id = r.instanceId"
                + " and i.state in (dev.escriba.transcription.entity.InstanceState.QUEUED,"
                + " dev.escriba.transcription.entity.InstanceState.RUNNING))")
@NamedQuery(
        name = IdempotentRequest.RENEW,
        query = "update IdempotentRequest r set r.claimedAt = :now where r.instanceId = :instance")
@NamedQuery(
        name = IdempotentRequest.FORGET_ANSWER,
        query = "update IdempotentRequest r set r.sealedAnswer = null, r.sealedDocument = null"
                + " where r.instanceId in :instances")
public class IdempotentRequest {

    public static final String FORGET_INSTANCE = "IdempotentRequest.forgetInstance";
    public static final String FORGET_STALE = "IdempotentRequest.forgetStale";
    public static final String RENEW = "IdempotentRequest.renew";
    public static final String FORGET_ANSWER = "IdempotentRequest.forgetAnswer";

    /** The sizes of the columns. */
    private static final int MAX_SEALED_CHARACTERS = 2_000_000;

    private static final int MAX_DOCUMENT_CHARACTERS = 10_000_000;

    @Id
    @Column(name = "account_id")
    private String accountId;

    @Id
    @Column(name = "key_digest")
    private String keyDigest;

    @Column(name = "request_digest")
    private String requestDigest;

    @Column(name = "instance_id")
    private String instanceId;

    @Column(name = "sealed_answer")
    private String sealedAnswer;

    @Column(name = "sealed_document")
    private String sealedDocument;

    @Column(name = "claimed_at")
    @Convert(converter = InstantMicros.class)
    private Instant claimedAt;

    protected IdempotentRequest() {}

    public IdempotentRequest(
            String accountId, String keyDigest, String requestDigest, UUID instance, Instant claimedAt) {
        this.accountId = accountId;
        this.keyDigest = keyDigest;
        this.requestDigest = requestDigest;
        this.instanceId = instance.toString();
        this.claimedAt = claimedAt;
    }

    public boolean isOf(String otherRequestDigest) {
        return requestDigest.equals(otherRequestDigest);
    }

    public UUID instanceId() {
        return UUID.fromString(instanceId);
    }

    public Instant claimedAt() {
        return claimedAt;
    }

    /**
     * Stores the encrypted transcript and its encrypted segments. What is longer than its column is not stored.
     *
     * @param segments empty where there are none
     */
    public void keepAnswer(String encrypted, Optional<String> segments) {
        sealedAnswer = encrypted.length() <= MAX_SEALED_CHARACTERS ? encrypted : null;
        sealedDocument = segments.filter(document -> document.length() <= MAX_DOCUMENT_CHARACTERS)
                .orElse(null);
    }

    /** The transcript, encrypted with the idempotency key; empty where it is not stored here. */
    public Optional<String> sealedAnswer() {
        return Optional.ofNullable(sealedAnswer);
    }

    /**
     * The segments, encrypted with the idempotency key; empty where they are not stored here. A node of the version
     * before deletes only the transcript.
     */
    public Optional<String> sealedDocument() {
        return sealedAnswer().flatMap(answer -> Optional.ofNullable(sealedDocument));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdempotentRequest request
                && accountId.equals(request.accountId)
                && keyDigest.equals(request.keyDigest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, keyDigest);
    }

    /** The primary key. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String accountId;
        private String keyDigest;

        public Key() {}

        public Key(String accountId, String keyDigest) {
            this.accountId = accountId;
            this.keyDigest = keyDigest;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(accountId, key.accountId)
                    && Objects.equals(keyDigest, key.keyDigest);
        }

        @Override
        public int hashCode() {
            return Objects.hash(accountId, keyDigest);
        }
    }
}
