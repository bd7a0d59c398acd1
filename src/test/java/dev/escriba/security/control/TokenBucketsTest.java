package dev.escriba.security.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.schema.Databases;
import dev.escriba.security.control.TokenBuckets.Bucket;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On real databases, as several nodes use them. */
class TokenBucketsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A clock that the test sets. */
    private static final class Hand extends Clock {

        private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Hand clock = new Hand();

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFullBucketGivesWhatItHoldsAndThenATokenAnInterval(Databases.Database database) {
        try (EntityManagerFactory factory = database.entityManagers()) {
            TokenBuckets buckets = node(factory);
            List<Bucket> sixty = List.of(new Bucket("key:1", 60));
            for (int i = 0; i < 60; i++) {
                assertThat(buckets.take(sixty)).as("token %s", i).isEmpty();
            }
            assertThat(buckets.take(sixty)).contains(SECOND);
            clock.now = clock.now.plusMillis(400);
            assertThat(buckets.take(sixty)).contains(Duration.ofMillis(600));
            clock.now = clock.now.plusMillis(600);
            assertThat(buckets.take(sixty)).isEmpty();
            assertThat(buckets.take(sixty)).contains(SECOND);
            // full again, and not above the capacity
            clock.now = clock.now.plus(Duration.ofHours(1));
            for (int i = 0; i < 60; i++) {
                assertThat(buckets.take(sixty)).isEmpty();
            }
            assertThat(buckets.take(sixty)).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void tenLooksTakeWhatOneRequestTakes(Databases.Database database) {
        try (EntityManagerFactory factory = database.entityManagers()) {
            TokenBuckets buckets = node(factory);
            for (int i = 0; i < 20; i++) {
                assertThat(buckets.take(List.of(new Bucket("key:1", 3, 10)))).isEmpty();
            }
            assertThat(buckets.take(List.of(new Bucket("key:1", 3)))).isEmpty();
            assertThat(buckets.take(List.of(new Bucket("key:1", 3, 10)))).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void takesFromAllOrFromNone(Databases.Database database) {
        try (EntityManagerFactory factory = database.entityManagers()) {
            TokenBuckets buckets = node(factory);
            Bucket own = new Bucket("key:1", 3);
            Bucket shared = new Bucket("account:1", 2);
            assertThat(buckets.take(List.of(own, shared))).isEmpty();
            assertThat(buckets.take(List.of(own, shared))).isEmpty();
            assertThat(buckets.take(List.of(own, shared))).isPresent();
            assertThat(buckets.take(List.of(own)))
                    .as("the one that was not lost")
                    .isEmpty();
            assertThat(buckets.take(List.of(own))).isPresent();
            assertThat(buckets.take(List.of())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void manyAtOnceOnSeveralNodesGetNoMoreThanThereIs(Databases.Database database) throws Exception {
        try (EntityManagerFactory one = database.entityManagers();
                EntityManagerFactory other = database.entityManagers()) {
            List<TokenBuckets> nodes = List.of(node(one), node(other));
            ExecutorService threads = Executors.newFixedThreadPool(16);
            List<Future<Optional<Duration>>> tries = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                TokenBuckets node = nodes.get(i % 2);
                tries.add(
                        threads.submit(() -> node.take(List.of(new Bucket("key:1", 30), new Bucket("account:1", 40)))));
            }
            int given = 0;
            for (Future<Optional<Duration>> take : tries) {
                given += take.get().isEmpty() ? 1 : 0;
            }
            threads.shutdown();
            assertThat(given).isEqualTo(30);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatHasLongBeenFullIsForgotten(Databases.Database database) {
        try (EntityManagerFactory factory = database.entityManagers()) {
            TokenBuckets buckets = node(factory);
            buckets.take(List.of(new Bucket("address:old", 1)));
            clock.now = clock.now.plus(Duration.ofHours(2));
            buckets.take(List.of(new Bucket("address:new", 1)));
            assertThat(buckets.transactions.purge()).isEqualTo(1);
            assertThat(buckets.transactions.purge()).isZero();
            assertThat(buckets.transactions.exists("address:old")).isFalse();
            assertThat(buckets.transactions.exists("address:new")).isTrue();
            assertThat(buckets.take(List.of(new Bucket("address:new", 1)))).isPresent();
        }
    }

    /** A node whose clock was a day ahead must not refuse the callers of all nodes for a day. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aBucketThatIsFilledFarInTheFutureIsFull(Databases.Database database) {
        try (EntityManagerFactory factory = database.entityManagers()) {
            TokenBuckets buckets = node(factory);
            List<Bucket> two = List.of(new Bucket("key:1", 2));
            clock.now = clock.now.plus(Duration.ofDays(1));
            buckets.take(two);
            buckets.take(List.of(new Bucket("key:2", 2)));
            clock.now = clock.now.minus(Duration.ofDays(1));
            assertThat(buckets.take(two)).isEmpty();
            assertThat(buckets.take(two)).isEmpty();
            assertThat(buckets.take(two)).contains(Duration.ofSeconds(30));
            assertThat(buckets.transactions.purge()).as("the other one").isEqualTo(1);
            assertThat(buckets.transactions.exists("key:1")).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theOthersAreForgottenWhileOneIsLocked(Databases.Database database) throws SQLException {
        try (EntityManagerFactory factory = database.entityManagers();
                Connection frozen = database.dataSource().getConnection();
                Statement locking = frozen.createStatement()) {
            TokenBuckets buckets = node(factory);
            buckets.take(List.of(new Bucket("key:1", 1)));
            buckets.take(List.of(new Bucket("key:2", 1)));
            clock.now = clock.now.plus(Duration.ofHours(2));
            frozen.setAutoCommit(false);
            locking.execute("update rate_bucket set full_at = full_at where subject = 'key:1'");
            assertThat(buckets.transactions.purge()).isEqualTo(1);
            assertThat(buckets.transactions.exists("key:1")).isTrue();
            frozen.rollback();
        }
    }

    private TokenBuckets node(EntityManagerFactory factory) {
        return new TokenBuckets(new TokenBuckets.BucketTransactions() {
            @Override
            public void take(List<Bucket> buckets) {
                inTransaction(factory, transactions -> transactions.take(buckets));
            }

            @Override
            public boolean exists(String subject) {
                boolean[] answer = new boolean[1];
                inTransaction(factory, steps -> answer[0] = steps.exists(subject));
                return answer[0];
            }

            @Override
            public void create(String subject) {
                inTransaction(factory, transactions -> transactions.create(subject));
            }

            @Override
            public int purge() {
                int[] purged = new int[1];
                inTransaction(factory, steps -> purged[0] = steps.purge());
                return purged[0];
            }
        });
    }

    private void inTransaction(EntityManagerFactory factory, Consumer<TokenBuckets.BucketTransactions> step) {
        EntityManager entities = factory.createEntityManager();
        try {
            entities.getTransaction().begin();
            step.accept(new TokenBuckets.BucketTransactions(entities, clock));
            entities.getTransaction().commit();
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }
}
