package dev.escriba.webhooks.entity;

/** The state of a delivery. */
public enum DeliveryState {
    /** An attempt follows. */
    PENDING,
    /** The address has accepted it. */
    DELIVERED,
    /** No attempt follows, unless an administrator asks for one. */
    PARKED
}
