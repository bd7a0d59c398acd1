package dev.escriba.billing.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A line of the append-only ledger: it moves {@code amount} from the contra account of its kind to the balance of the
 * account.
 */
@Entity
@IdClass(LedgerLine.Key.class)
@Table(name = "ledger_line")
@SuppressWarnings("UnusedVariable") // columns are read by queries
@NamedQuery(
        name = LedgerLine.BY_REFERENCE,
        query = "select l from LedgerLine l where l.accountId = :account and l.reference = :reference")
@NamedQuery(
        name = LedgerLine.PAGE,
        query = "select l from LedgerLine l where l.accountId = :account and l.lineNumber < :before"
                + " and l.bookedAt >= :from and l.bookedAt < :to order by l.lineNumber desc")
@NamedQuery(
        name = LedgerLine.OF_INSTANCE,
        query = "select l from LedgerLine l where l.accountId = :account and l.instanceId = :instance"
                + " and l.lineNumber < :before"
                + " and l.bookedAt >= :from and l.bookedAt < :to order by l.lineNumber desc")
@NamedNativeQuery(name = LedgerLine.HELD, query = LedgerLine.INSERT + LedgerLine.HOLD + LedgerLine.OF_BALANCE)
@NamedNativeQuery(name = LedgerLine.RETURNED, query = LedgerLine.INSERT + LedgerLine.RELEASE + LedgerLine.OF_BALANCE)
@NamedNativeQuery(
        name = LedgerLine.CHARGED,
        query = LedgerLine.INSERT + LedgerLine.RELEASE_BEFORE + LedgerLine.OF_BALANCE + " union all "
                + LedgerLine.CHARGE + LedgerLine.OF_BALANCE)
public class LedgerLine {

    /**
     * Inserts the newest line of the balance, for a hold. Parameters: account, instance, microseconds, amount of the
     * hold.
     */
    public static final String HELD = "LedgerLine.held";

    /** As {@link #HELD}, for a hold that was returned. */
    public static final String RETURNED = "LedgerLine.returned";

    /** As {@link #RETURNED}, with the charge after it: the two newest lines. The fifth parameter is the charge. */
    public static final String CHARGED = "LedgerLine.charged";

    // the casts are needed because databases cannot infer the type of a selected parameter
    private static final String INSTANCE_AND_TIME = "cast(?2 as varchar(36)), cast(?3 as bigint)";
    private static final String FIRST = "cast(?4 as numeric(28, 9))";
    private static final String SECOND = "cast(?5 as numeric(28, 9))";
    static final String INSERT =
            "insert into ledger_line (account_id, line_number, kind, contra, amount, balance_after, instance_id,"
                    + " booked_at) ";
    static final String HOLD =
            "select b.account_id, b.lines, 'HOLD', 'HELD', -" + FIRST + ", b.amount, " + INSTANCE_AND_TIME;
    static final String RELEASE =
            "select b.account_id, b.lines, 'RELEASE', 'HELD', " + FIRST + ", b.amount, " + INSTANCE_AND_TIME;
    static final String RELEASE_BEFORE = "select b.account_id, b.lines - 1, 'RELEASE', 'HELD', " + FIRST
            + ", b.amount + " + SECOND + ", " + INSTANCE_AND_TIME;
    static final String CHARGE =
            "select b.account_id, b.lines, 'CHARGE', 'REVENUE', -" + SECOND + ", b.amount, " + INSTANCE_AND_TIME;
    static final String OF_BALANCE = " from balance b where b.account_id = ?1";

    public static final String BY_REFERENCE = "LedgerLine.byReference";
    public static final String PAGE = "LedgerLine.page";
    public static final String OF_INSTANCE = "LedgerLine.ofInstance";

    @Id
    @Column(name = "account_id")
    private String accountId;

    @Id
    @Column(name = "line_number")
    private long lineNumber;

    @Enumerated(EnumType.STRING)
    private Movement kind;

    @Enumerated(EnumType.STRING)
    private Movement.ContraAccount contra;

    @Column(precision = 28, scale = 9)
    private BigDecimal amount;

    @Column(name = "balance_after", precision = 28, scale = 9)
    private BigDecimal balanceAfter;

    @Column(name = "instance_id")
    private String instanceId;

    private String reference;

    private String reason;

    private String author;

    @Column(name = "booked_at")
    @Convert(converter = InstantMicros.class)
    private Instant bookedAt;

    protected LedgerLine() {}

    private LedgerLine(
            String accountId,
            long lineNumber,
            Movement kind,
            BigDecimal amount,
            BigDecimal balanceAfter,
            Instant bookedAt) {
        this.accountId = accountId;
        this.lineNumber = lineNumber;
        this.kind = kind;
        this.contra = kind.contra();
        this.amount = amount;
        this.balanceAfter = balanceAfter;
        this.bookedAt = bookedAt;
    }

    /** The line of a credit. */
    public static LedgerLine credit(Credit credit, long lineNumber, BigDecimal balanceAfter, Instant bookedAt) {
        LedgerLine line = new LedgerLine(
                credit.accountId(), lineNumber, Movement.CREDIT, credit.amount(), balanceAfter, bookedAt);
        line.reference = credit.reference();
        line.reason = credit.reason();
        line.author = credit.author();
        return line;
    }

    /** Whether this line books such a credit, with the same amount and reason, by any author. */
    public boolean isOf(Credit credit) {
        return kind == Movement.CREDIT && amount.compareTo(credit.amount()) == 0 && reason.equals(credit.reason());
    }

    /** 1 for the first line of the account. */
    public long lineNumber() {
        return lineNumber;
    }

    public Movement kind() {
        return kind;
    }

    /** Positive if the balance grew. */
    public BigDecimal amount() {
        return amount;
    }

    public BigDecimal balanceAfter() {
        return balanceAfter;
    }

    /** Id of the run; empty for credits. */
    public Optional<UUID> instanceId() {
        return Optional.ofNullable(instanceId).map(UUID::fromString);
    }

    /** Reason of a credit. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Name of the caller that made a credit. */
    public Optional<String> author() {
        return Optional.ofNullable(author);
    }

    public Instant bookedAt() {
        return bookedAt;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LedgerLine line && accountId.equals(line.accountId) && lineNumber == line.lineNumber;
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, lineNumber);
    }

    /** The primary key. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String accountId;
        private long lineNumber;

        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(accountId, key.accountId) && lineNumber == key.lineNumber;
        }

        @Override
        public int hashCode() {
            return Objects.hash(accountId, lineNumber);
        }
    }
}
