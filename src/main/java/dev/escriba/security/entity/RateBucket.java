package dev.escriba.security.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/**
 * A token bucket, stored as the instant at which it is full again (the generic cell rate algorithm of ITU-T I.371).
 * Each token moves that instant by one interval. A token is left while the instant is at most {@code capacity - 1}
 * intervals ahead. An instant that is further ahead than a bucket holds was stored by a clock that was wrong: then the
 * bucket counts as full.
 */
@Entity
@Table(name = "rate_bucket")
@NamedQuery(
        name = RateBucket.TAKE,
        query = "update RateBucket b set b.fullAt = case when b.fullAt > :now and b.fullAt <= :wrong"
                + " then b.fullAt + :interval else :next end"
                + " where b.subject = :subject and (b.fullAt <= :latest or b.fullAt > :wrong)")
@NamedQuery(
        name = RateBucket.PURGE,
        query = "delete from RateBucket b where b.subject in :subjects and (b.fullAt < :before or b.fullAt > :wrong)")
public class RateBucket {

    public static final String TAKE = "RateBucket.take";
    public static final String PURGE = "RateBucket.purge";

    @Id
    private String subject;

    /** Microseconds since the epoch. A number, because the statements add to it. */
    @Column(name = "full_at")
    private long fullAt;

    protected RateBucket() {}

    /** A full bucket. */
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
