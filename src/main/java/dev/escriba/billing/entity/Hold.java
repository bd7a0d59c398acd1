package dev.escriba.billing.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** The hold of one run. The first of the statements below that matches resolves it. */
@Entity
@Table(name = "hold")
@SuppressWarnings("UnusedVariable") // columns are read by queries
@NamedQuery(
        name = Hold.SETTLE,
        query = "update Hold h set h.state = dev.escriba.billing.entity.HoldState.SETTLED, h.charged = :charged,"
                + " h.resolvedAt = :now"
                + " where h.instanceId = :instance and h.state = dev.escriba.billing.entity.HoldState.OPEN"
                + " and h.amount >= :charged"
                + " and h.accountId = :account and h.amount = :held")
@NamedQuery(
        name = Hold.END,
        query = "update Hold h set h.state = :state, h.resolvedAt = :now"
                + " where h.instanceId = :instance and h.state = dev.escriba.billing.entity.HoldState.OPEN")
@NamedQuery(
        name = Hold.FORGET_USER,
        query = "update Hold h set h.userIdentifier = null where h.instanceId in :instances")
@NamedNativeQuery(
        name = Hold.PLACE,
        query = "insert into hold (account_id, line_number, instance_id, amount, state, caller, user_identifier,"
                + " billing_month)"
                + " select b.account_id, b.lines, cast(?2 as varchar(36)), cast(?3 as numeric(28, 9)),"
                + " 'OPEN', cast(?4 as varchar(200)),"
                + " nullif(cast(?5 as varchar(512)), ''), cast(?6 as integer) from balance b"
                + " where b.account_id = ?1")
public class Hold {

    /**
     * Inserts the hold of the newest line of an account. Parameters: account, instance, amount, caller, user identifier
     * or empty, month. The casts are needed because databases cannot infer the type of a selected parameter. The row of
     * the run has already refused texts that are too long.
     */
    public static final String PLACE = "Hold.place";

    public static final String SETTLE = "Hold.settle";
    public static final String END = "Hold.end";
    public static final String FORGET_USER = "Hold.forgetUser";

    @Id
    @Column(name = "instance_id")
    private String instanceId;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "line_number")
    private long lineNumber;

    @Column(precision = 28, scale = 9)
    private BigDecimal amount;

    @Enumerated(EnumType.STRING)
    private HoldState state;

    @Column(precision = 28, scale = 9)
    private BigDecimal charged;

    private String caller;

    @Column(name = "user_identifier")
    private String userIdentifier;

    @Column(name = "billing_month")
    private int billingMonth;

    @Column(name = "resolved_at")
    @Convert(converter = InstantMicros.class)
    private Instant resolvedAt;

    protected Hold() {}

    public Spender spender() {
        return new Spender(accountId, caller, Optional.ofNullable(userIdentifier));
    }

    public BigDecimal amount() {
        return amount;
    }

    public HoldState state() {
        return state;
    }

    /** The month of the run, as yyyymm in UTC. The hold counts to its limits. */
    public int billingMonth() {
        return billingMonth;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hold hold && instanceId.equals(hold.instanceId);
    }

    @Override
    public int hashCode() {
        return instanceId.hashCode();
    }
}
