package dev.escriba.billing.entity;

/** The states of a hold. An open hold is resolved once, in one of the other ways. */
public enum HoldState {
    OPEN,
    /** The run succeeded: its cost was charged, the rest returned. */
    SETTLED,
    /** The run failed: the whole hold was returned. */
    RELEASED,
    /** The node of the run was gone: the whole hold was returned. */
    EXPIRED
}
