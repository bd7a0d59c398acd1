package dev.escriba.billing.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/**
 * What an account can spend, and what is held of it. Changed by the conditional statements below alone, one for each step. The places are
 * told, because one implementation of JPA converts the parameters of such statements to the column's type, and thinks of two places by itself.
 */
@Entity
@Table(name = "balance")
@NamedQuery(
        name = Balance.HOLD,
        query = "update Balance b set b.amount = b.amount - :amount, b.held = b.held + :amount, b.lines = b.lines + 1"
                + " where b.accountId = :account and b.amount >= :amount")
@NamedQuery(
        name = Balance.RETURN,
        query =
                "update Balance b set b.amount = b.amount + :returned, b.held = b.held - :held, b.lines = b.lines + :lines"
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

    /** Of an account that has nothing yet. */
    public Balance(String accountId) {
        this.accountId = accountId;
        this.amount = BigDecimal.ZERO;
        this.held = BigDecimal.ZERO;
    }

    /** What can be spent: never below zero, without what is held. */
    public BigDecimal amount() {
        return amount;
    }

    /** What running executions may cost at most. */
    public BigDecimal held() {
        return held;
    }

    /** How many lines the ledger has for the account. */
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
