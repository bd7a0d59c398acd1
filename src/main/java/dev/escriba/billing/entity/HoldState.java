package dev.escriba.billing.entity;

/** A hold is open until it is resolved in one of the other ways, once. */
public enum HoldState {
    OPEN,
    /** The execution answered: its cost was charged, the rest returned. */
    SETTLED,
    /** The execution failed: all was returned. */
    RELEASED,
    /** Nobody was left to resolve it: all was returned. */
    EXPIRED
}
