package dev.escriba.billing.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/**
 * The balance of an account and the sum of its holds. Only the conditional statements below change it. The
 * columns state their scale: one JPA implementation converts the parameters of these statements to the type of the
 * column, and assumes a scale of two.
 */
@Entity
@Table(name = "balance")
@NamedQuery(
        name = Balance.HOLD,
        query = "update Balance b set b.amount = b.amount - :amount, b.held = b.held + :amount, b.lines = b.lines + 1"
                + " where b.accountId = :account and b.amount >= :amount")
@NamedQuery(
        name = Balance.RETURN,
        query = "update Balance b set b.amount = b.amount + :returned, b.held = b.held - :held,"
                + " b.lines = b.lines + :lines"
                + " where b.accountId = :account and b.held >= :held")
@NamedQuery(
        name = Balance.CREDIT,
        query = "update Balance b set b.amount = b.amount + :amount, b.lines = b.lines + 1"
                + " where b.accountId = :account and b.amount + :amount >= 0")
public class Balance {

    public static final String HOLD = "Balance.hold";
    public static final String RETURN = "Balance.return";
    public static final String CREDIT = "Balance.credit";

    @Id
    @Column(name = "account_id")
    private String accountId;

    @Column(precision = 28, scale = 9)
    private BigDecimal amount;

    @Column(precision = 28, scale = 9)
    private BigDecimal held;

    private long lines;

    protected Balance() {}

    /** The empty balance of a new account. */
    public Balance(String accountId) {
        this.accountId = accountId;
        this.amount = BigDecimal.ZERO;
        this.held = BigDecimal.ZERO;
    }

    /** Amount that can be spent, without the holds. Never negative. */
    public BigDecimal amount() {
        return amount;
    }

    /** Sum of the open holds. */
    public BigDecimal held() {
        return held;
    }

    /** Number of ledger lines of the account. */
    public long lines() {
        return lines;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Balance balance && accountId.equals(balance.accountId);
    }

    @Override
    public int hashCode() {
        return accountId.hashCode();
    }
}
