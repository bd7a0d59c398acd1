package dev.escriba.billing.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * The amount that a key or a user identifier has spent and holds in one month, whether or not a limit applies.
 */
@Entity
@IdClass(Spending.Key.class)
@Table(name = "spending")
@NamedQuery(
        name = Spending.RESERVE,
        query = "update Spending s set s.amount = s.amount + :amount"
                + " where s.accountId = :account and s.subjectKind = :kind"
                + " and s.subject = :subject and s.billingMonth = :month and s.amount + :amount <= :limit")
@NamedQuery(
        name = Spending.ADD,
        query = "update Spending s set s.amount = s.amount + :amount"
                + " where s.accountId = :account and s.subjectKind = :kind"
                + " and s.subject = :subject and s.billingMonth = :month")
@NamedQuery(
        name = Spending.GIVE_BACK,
        query = "update Spending s set s.amount = case when s.amount > :amount then s.amount - :amount else 0 end"
                + " where s.accountId = :account and s.subjectKind = :kind"
                + " and s.subject = :subject and s.billingMonth = :month")
@NamedQuery(
        name = Spending.FORGET_USER,
        query = "delete from Spending s where s.accountId = :account and s.subject = :user"
                + " and s.billingMonth in :months and s.subjectKind = dev.escriba.billing.entity.Spending.Subject.USER")
public class Spending {

    public static final String RESERVE = "Spending.reserve";
    public static final String ADD = "Spending.add";
    public static final String GIVE_BACK = "Spending.giveBack";
    public static final String FORGET_USER = "Spending.forgetUser";

    /** The kind of subject that a limit applies to. */
    public enum Subject {
        KEY,
        USER
    }

    @Id
    @Column(name = "account_id")
    private String accountId;

    @Id
    @Enumerated(EnumType.STRING)
    @Column(name = "subject_kind")
    private Subject subjectKind;

    @Id
    private String subject;

    @Id
    @Column(name = "billing_month")
    private int billingMonth;

    @Column(precision = 28, scale = 9)
    private BigDecimal amount;

    protected Spending() {}

    public Spending(String accountId, Subject subjectKind, String subject, int billingMonth, BigDecimal amount) {
        this.accountId = accountId;
        this.subjectKind = subjectKind;
        this.subject = subject;
        this.billingMonth = billingMonth;
        this.amount = amount;
    }

    public BigDecimal amount() {
        return amount;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spending spending
                && accountId.equals(spending.accountId)
                && subjectKind == spending.subjectKind
                && subject.equals(spending.subject)
                && billingMonth == spending.billingMonth;
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, subjectKind, subject, billingMonth);
    }

    /** The primary key. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String accountId;
        private Subject subjectKind;
        private String subject;
        private int billingMonth;

        public Key() {}

        public Key(String accountId, Subject subjectKind, String subject, int billingMonth) {
            this.accountId = accountId;
            this.subjectKind = subjectKind;
            this.subject = subject;
            this.billingMonth = billingMonth;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(accountId, key.accountId)
                    && subjectKind == key.subjectKind
                    && Objects.equals(subject, key.subject)
                    && billingMonth == key.billingMonth;
        }

        @Override
        public int hashCode() {
            return Objects.hash(accountId, subjectKind, subject, billingMonth);
        }
    }
}
