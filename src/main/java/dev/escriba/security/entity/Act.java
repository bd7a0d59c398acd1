package dev.escriba.security.entity;

/** What administrators do. */
public enum Act {
    KEY_CREATED,
    KEY_CHANGED,
    KEY_REVOKED,
    ACCOUNT_CREATED,
    ACCOUNT_CHANGED,
    CREDIT_ADDED,
    TRANSCRIPT_FORGOTTEN
}
