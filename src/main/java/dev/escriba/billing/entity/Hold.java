package dev.escriba.billing.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What is set aside for one execution; resolved by one of the statements below, whichever comes first. */
@Entity
@Table(name = "hold")
@SuppressWarnings("UnusedVariable") // columns are read by queries
@NamedQuery(
        name = Hold.SETTLE,
        query =
                "update Hold h set h.state = dev.escriba.billing.entity.HoldState.SETTLED, h.charged = :charged, h.resolvedAt = :now"
                        + " where h.instanceId = :instance and h.state = dev.escriba.billing.entity.HoldState.OPEN and h.amount >= :charged")
@NamedQuery(
        name = Hold.END,
        query = "update Hold h set h.state = :state, h.resolvedAt = :now"
                + " where h.instanceId = :instance and h.state = dev.escriba.billing.entity.HoldState.OPEN")
public class Hold {

    public static final String SETTLE = "Hold.settle";
    public static final String END = "Hold.end";

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

    /** @param lineNumber of the account's line that it was made by */
    public Hold(UUID instance, Spender spender, BigDecimal amount, int billingMonth, long lineNumber) {
        this.instanceId = instance.toString();
        this.accountId = spender.accountId();
        this.caller = spender.key();
        this.userIdentifier = spender.userIdentifier().orElse(null);
        this.amount = amount;
        this.billingMonth = billingMonth;
        this.lineNumber = lineNumber;
        this.state = HoldState.OPEN;
    }

    public Spender spender() {
        return new Spender(accountId, caller, Optional.ofNullable(userIdentifier));
    }

    public BigDecimal amount() {
        return amount;
    }

    public HoldState state() {
        return state;
    }

    /** The month (yyyymm) that it was made in, to whose limits it counts. */
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
