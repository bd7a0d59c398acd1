package dev.escriba.security.control;

import dev.escriba.schema.control.CreateOnce;
import dev.escriba.schema.control.FreeRows;
import dev.escriba.security.entity.RateBucket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Token buckets in the database, shared by all nodes. A token costs one conditional update and its commit. */
@ApplicationScoped
public class TokenBuckets {

    /** A bucket is full again after a minute at most. The rest is for clocks of nodes that differ a little. */
    private static final long LONGEST = Duration.ofMinutes(2).toNanos() / 1_000;

    private static final int BATCH_SIZE = 500;

    @Inject
    BucketTransactions transactions;

    protected TokenBuckets() {}

    /** For use without a container. */
    public TokenBuckets(BucketTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A bucket.
     *
     * @param subject the limited caller, account or client network
     * @param perMinute capacity of the bucket, and tokens that are added in a minute; positive
     * @param divisor the part of a token that is taken: 1 for a whole one, 10 for a tenth
     */
    public record Bucket(String subject, int perMinute, int divisor) {

        /** A bucket of which a whole token is taken. */
        public Bucket(String subject, int perMinute) {
            this(subject, perMinute, 1);
        }

        private long interval() {
            return Duration.ofMinutes(1).toNanos() / 1_000 / perMinute;
        }

        /** The time in which what is taken is added again. */
        private long price() {
            return Math.max(1, interval() / divisor);
        }
    }

    /**
     * Takes one token from each bucket, or none at all.
     *
     * @return how long to wait before the next try, if a bucket is empty
     */
    public Optional<Duration> take(List<Bucket> buckets) {
        if (buckets.isEmpty()) {
            return Optional.empty();
        }
        while (true) {
            try {
                transactions.take(buckets);
                return Optional.empty();
            } catch (Missing missing) {
                CreateOnce.ensure(
                        () -> transactions.exists(missing.subject), () -> transactions.create(missing.subject));
            } catch (Empty empty) {
                return Optional.of(empty.wait);
            }
        }
    }

    /** A bucket is empty. Rolls back the tokens of the other buckets. */
    private static final class Empty extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Duration wait;

        Empty(Duration wait) {
            super("no token is left", null, false, false);
            this.wait = wait;
        }
    }

    private static final class Missing extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String subject;

        Missing(String subject) {
            super("the bucket does not exist yet", null, false, false);
            this.subject = subject;
        }
    }

    /** The database operations of {@link TokenBuckets}; each is a transaction. */
    @ApplicationScoped
    public static class BucketTransactions {

        @PersistenceContext
        EntityManager entities;

        @Inject
        Clock clock;

        protected BucketTransactions() {}

        /** For use without a container. */
        public BucketTransactions(EntityManager entities, Clock clock) {
            this.entities = entities;
            this.clock = clock;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void take(List<Bucket> buckets) {
            long now = micros(clock.instant());
            buckets.forEach(bucket -> take(bucket, now));
        }

        private void take(Bucket bucket, long now) {
            long latest = now + bucket.perMinute() * bucket.interval() - bucket.price();
            boolean taken = entities.createNamedQuery(RateBucket.TAKE)
                            .setParameter("now", now)
                            .setParameter("interval", bucket.price())
                            .setParameter("next", now + bucket.price())
                            .setParameter("subject", bucket.subject())
                            .setParameter("latest", latest)
                            .setParameter("wrong", now + LONGEST)
                            .executeUpdate()
                    > 0;
            if (!taken) {
                RateBucket found = entities.find(RateBucket.class, bucket.subject());
                if (found == null) {
                    throw new Missing(bucket.subject());
                }
                throw new Empty(Duration.of(Math.max(found.fullAt() - latest, 1), ChronoUnit.MICROS));
            }
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public boolean exists(String subject) {
            return entities.find(RateBucket.class, subject) != null;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void create(String subject) {
            entities.persist(new RateBucket(subject));
            entities.flush();
        }

        /**
         * Deletes one batch of buckets that have been full for an hour, or whose instant is wrong: a new bucket is full
         * too. Passes over those that are locked. Returns how many.
         */
        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public int purge() {
            Instant now = clock.instant();
            long before = micros(now.minus(Duration.ofHours(1)));
            long wrong = micros(now) + LONGEST;
            List<?> full = FreeRows.lock(
                    entities,
                    "select b.subject from rate_bucket b where b.full_at < ?1 or b.full_at > ?2"
                            + " order by b.subject fetch first " + BATCH_SIZE + " rows only",
                    before,
                    wrong);
            if (!full.isEmpty()) {
                entities.createNamedQuery(RateBucket.PURGE)
                        .setParameter("before", before)
                        .setParameter("wrong", wrong)
                        .setParameter(
                                "subjects", full.stream().map(String::valueOf).toList())
                        .executeUpdate();
            }
            return full.size();
        }

        private static long micros(Instant instant) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        }
    }
}
