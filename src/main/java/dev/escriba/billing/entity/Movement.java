package dev.escriba.billing.entity;

/** The kinds of lines in the ledger, each with the book that it takes its amount from. */
public enum Movement {
    /** An administrator adds to a balance, or, with a negative amount, takes back. */
    CREDIT(Book.FUNDING),
    /** The most that an execution can cost is set aside. */
    HOLD(Book.HELD),
    /** A hold ends, all of it. */
    RELEASE(Book.HELD),
    /** What an execution cost, in the same transaction as the end of its hold. */
    CHARGE(Book.REVENUE);

    /** The other side of each entry. */
    public enum Book {
        FUNDING,
        HELD,
        REVENUE
    }

    private final Book contra;

    Movement(Book contra) {
        this.contra = contra;
    }

    public Book contra() {
        return contra;
    }
}
