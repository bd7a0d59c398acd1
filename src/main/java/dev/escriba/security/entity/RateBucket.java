package dev.escriba.security.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/**
 * A bucket of tokens, kept as the one instant from which on it is full again (the generic cell rate algorithm of ITU-T I.371): a token is worth
 * an interval, and one is there as long as the bucket is not more intervals from being full than it holds.
 */
@Entity
@Table(name = "rate_bucket")
@NamedQuery(
        name = RateBucket.TAKE,
        query = "update RateBucket b set b.fullAt = case when b.fullAt > :now then b.fullAt + :interval else :next end"
                + " where b.subject = :subject and b.fullAt <= :latest")
@NamedQuery(name = RateBucket.PURGE, query = "delete from RateBucket b where b.fullAt < :before")
public class RateBucket {

    public static final String TAKE = "RateBucket.take";
    public static final String PURGE = "RateBucket.purge";

    @Id
    private String subject;

    /** Microseconds since the epoch; a number, because statements add to it. */
    @Column(name = "full_at")
    private long fullAt;

    protected RateBucket() {}

    /** A full one. */
    public RateBucket(String subject) {
        this.subject = subject;
    }

    public long fullAt() {
        return fullAt;
    }

    public String subject() {
        return subject;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RateBucket bucket && subject.equals(bucket.subject);
    }

    @Override
    public int hashCode() {
        return subject.hashCode();
    }
}
