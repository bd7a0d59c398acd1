package dev.escriba.billing.entity;

/** The kinds of ledger lines, each with its contra account (double entry). */
public enum Movement {
    /** An administrator adds an amount to a balance, or takes a negative amount back. */
    CREDIT(ContraAccount.FUNDING),
    /** The maximum cost of a run is set aside. */
    HOLD(ContraAccount.HELD),
    /** A hold ends and is returned in full. */
    RELEASE(ContraAccount.HELD),
    /** The cost of a run is charged, in the same transaction as the end of its hold. */
    CHARGE(ContraAccount.REVENUE);

    /** The other side of each entry. */
    public enum ContraAccount {
        FUNDING,
        HELD,
        REVENUE
    }

    private final ContraAccount contra;

    Movement(ContraAccount contra) {
        this.contra = contra;
    }

    public ContraAccount contra() {
        return contra;
    }
}
