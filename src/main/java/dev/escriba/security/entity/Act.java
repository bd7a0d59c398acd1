package dev.escriba.security.entity;

/** The acts that the audit log records. */
public enum Act {
    TRANSCRIPT_CORRECTED,
    CORRECTION_UNDONE,
    KEY_CREATED,
    KEY_CHANGED,
    KEY_REVOKED,
    ACCOUNT_CREATED,
    ACCOUNT_CHANGED,
    CREDIT_ADDED,
    TRANSCRIPT_FORGOTTEN,
    MODEL_CREATED,
    MODEL_CHANGED,
    MODEL_DELETED,
    PRICE_CHANGED,

    /** Only while {@code escriba.queue.enabled} is set: nodes of the version before do not know it. */
    INSTANCE_CANCELLED,

    WEBHOOK_CREATED,
    WEBHOOK_CHANGED,
    WEBHOOK_SECRET_ROTATED,
    WEBHOOK_DELETED,
    WEBHOOK_REDELIVERED
}
