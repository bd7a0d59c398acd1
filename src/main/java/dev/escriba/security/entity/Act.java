package dev.escriba.security.entity;

/** The acts that the audit log records. */
public enum Act {
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
    PRICE_CHANGED
}
