package dev.escriba.billing.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Concurrent holds on real databases. */
class ConcurrentHoldsTest {

    private static final int THREADS = 16;

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aBalanceForKOfNIsSpentKTimes(Databases.Database database) throws Exception {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            billing.credit(account, "0.7");
            List<Boolean> placed = together(40, i -> () -> {
                try {
                    billing.begin(account, "0.1");
                    return true;
                } catch (Problem insufficient) {
                    assertThat(insufficient.errors()).containsOnlyKeys("insufficient_balance");
                    return false;
                }
            });
            assertThat(placed).filteredOn(one -> one).hasSize(7);
            assertThat(billing.balance(account).amount()).isZero();
            assertThat(billing.balance(account).held()).isEqualByComparingTo("0.7");
            assertThat(billing.reconcile().differences()).isEmpty();
            assertSpendingIsCounted(billing);
        }
    }

    /** All threads try to resolve all holds in every way, while credits are added. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aHoldIsResolvedOnce(Databases.Database database) throws Exception {
        try (BillingFixture billing = new BillingFixture(database)) {
            List<String> accounts = List.of(billing.account(), billing.account());
            accounts.forEach(account -> billing.credit(account, "2"));
            Queue<UUID> holds = new ConcurrentLinkedQueue<>();
            ConcurrentHashMap<UUID, AtomicInteger> resolutions = new ConcurrentHashMap<>();
            AtomicInteger settled = new AtomicInteger();
            together(THREADS, thread -> () -> {
                SplittableRandom random = new SplittableRandom(thread);
                for (int i = 0; i < 60; i++) {
                    String account = accounts.get(random.nextInt(2));
                    List<UUID> known = new ArrayList<>(holds);
                    UUID one = known.isEmpty() ? null : known.get(random.nextInt(known.size()));
                    switch (random.nextInt(5)) {
                        case 0 -> billing.credit(account, "0.05");
                        case 1, 2 -> {
                            try {
                                holds.add(billing.begin(account, "0.25"));
                            } catch (Problem insufficient) {
                                // expected: the hold is resolved already
                            }
                        }
                        case 3 -> {
                            if (one != null && succeeds(() -> billing.settle(one, "0.125"))) {
                                settled.incrementAndGet();
                                resolutions
                                        .computeIfAbsent(one, any -> new AtomicInteger())
                                        .incrementAndGet();
                            }
                        }
                        default -> {
                            if (one != null && (random.nextBoolean() ? billing.release(one) : billing.expire(one))) {
                                resolutions
                                        .computeIfAbsent(one, any -> new AtomicInteger())
                                        .incrementAndGet();
                            }
                        }
                    }
                }
                return true;
            });
            assertThat(resolutions).isNotEmpty();
            assertThat(resolutions.values())
                    .allSatisfy(count -> assertThat(count).hasValue(1));
            assertThat(settled).hasPositiveValue();
            assertThat(billing.reconcile().differences()).isEmpty();
            assertSpendingIsCounted(billing);
            BigDecimal charged = (BigDecimal) billing.one("select sum(amount) from ledger_line where kind = 'CHARGE'");
            assertThat(charged.negate())
                    .isEqualByComparingTo(new BigDecimal("0.125").multiply(new BigDecimal(settled.get())));
        }
    }

    @Test
    void aThousandRoundsOfSixteenThreadsLoseNothingOnPostgres() throws Exception {
        try (BillingFixture billing = new BillingFixture(Databases.pooledPostgres(THREADS))) {
            String account = billing.account();
            billing.credit(account, "1000");
            AtomicInteger next = new AtomicInteger();
            long start = System.nanoTime();
            together(THREADS, thread -> () -> {
                while (next.getAndIncrement() < 1_000) {
                    UUID instance = billing.begin(account, "1.5");
                    billing.settle(instance, "0.75");
                }
                return true;
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "1,000 rounds of hold and settle, one account, 16 threads: %.0f rounds a second%n",
                    1_000 / seconds);
            assertThat(billing.balance(account).amount()).isEqualByComparingTo("250");
            assertThat(billing.balance(account).held()).isZero();
            assertThat(billing.balance(account).lines()).isEqualTo(3_001);
            assertThat(billing.reconcile().differences()).isEmpty();
            assertSpendingIsCounted(billing);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theSameCreditHappensOnceHoweverManyAskForIt(Databases.Database database) throws Exception {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            List<Boolean> replayed = together(
                    THREADS, i -> () -> billing.credit(account, "5", "the same").replayed());
            assertThat(replayed).filteredOn(one -> !one).hasSize(1);
            assertThat(billing.balance(account).amount()).isEqualByComparingTo("5");
            assertThat(billing.lines(account)).hasSize(1);
        }
    }

    /** Only one thread books the credit. The others receive its line. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theSameAmountIsTakenBackOnceHoweverManyAskForIt(Databases.Database database) throws Exception {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            billing.credit(account, "5");
            List<Boolean> replayed = together(
                    THREADS,
                    i -> () -> billing.credit(account, "-5", "the same").replayed());
            assertThat(replayed).filteredOn(one -> !one).hasSize(1);
            assertThat(billing.balance(account).amount()).isZero();
        }
    }

    private static boolean succeeds(Runnable step) {
        try {
            step.run();
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    /** Starts this many tasks at the same time, each on its own thread, and waits for all. */
    private static <T> List<T> together(int count, java.util.function.IntFunction<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(count, 40));
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<T> one = work.apply(i);
                futures.add(threads.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Without a limit too, and although the requests create the rows at the same time. */
    private static void assertSpendingIsCounted(BillingFixture billing) {
        assertThat(billing.one("select count(*) from spending s where s.amount <>"
                        + " (select coalesce(sum(case h.state when 'OPEN' then h.amount when 'SETTLED' then h.charged"
                        + " else 0 end), 0) from hold h where h.account_id = s.account_id and h.caller = s.subject)"))
                .hasToString("0");
        assertThat(billing.one("select count(distinct account_id) from hold"))
                .hasToString(String.valueOf(billing.one("select count(*) from spending")));
    }
}
