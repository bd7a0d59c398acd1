package dev.escriba.billing.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.DatedPrice;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelLimits;
import dev.escriba.models.entity.Price;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.schema.control.DatabaseTime;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.AccountSettings;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PriceListTest {

    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aChangeOfPriceLeavesThePastAlone(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            assertThat(inForce(billing, account, JANUARY).priceId()).isEmpty();
            start(billing, JANUARY, price("0.006"));
            start(billing, JANUARY.plusSeconds(60), price("0.0060"));
            Tariff then = inForce(billing, account, JANUARY.plusSeconds(60));
            assertThat(then.price().perMinute()).isEqualByComparingTo("0.006");
            start(billing, MARCH, price("0.008"));
            assertThat(inForce(billing, account, MARCH).priceId())
                    .as("the stored price rules, whatever is configured later")
                    .isEqualTo(then.priceId());
            set(billing, MARCH, "0.008");
            set(billing, MARCH, "0.0080");
            Tariff now = inForce(billing, account, MARCH);
            assertThat(now.price().perMinute()).isEqualByComparingTo("0.008");
            assertThat(now.priceId()).isNotEqualTo(then.priceId()).isPresent();
            start(billing, MARCH.plusSeconds(30), Optional.empty());
            assertThat(inForce(billing, account, MARCH.plusSeconds(31)).priceId())
                    .isEqualTo(now.priceId());
            set(billing, MARCH.plusSeconds(60), "0");
            assertThat(inForce(billing, account, MARCH.plusSeconds(61)).isFree())
                    .isTrue();
            List<DatedPrice> all = billing.inTransaction(entities -> new PriceList(
                            entities, at(MARCH), models(Optional.empty(), false), new AccountSettings("USD", 6))
                    .all("USD"));
            assertThat(all).extracting(DatedPrice::validFrom).containsExactly(MARCH.plusSeconds(60), MARCH, JANUARY);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatCostsSomethingNeedsMoney(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            AccountPricing free = pricing(billing, account, JANUARY);
            assertThat(free.canPay()).isTrue();
            assertThat(free.tariff().currency()).isEqualTo("USD");
            assertThat(free.tariff().scale()).isEqualTo(6);
            start(billing, JANUARY, price("0.006"));
            assertThat(pricing(billing, account, MARCH).balance())
                    .as("no balance yet")
                    .isZero();
            assertThat(pricing(billing, account, MARCH).canPay()).isFalse();
            billing.credit(account, "0.5");
            assertThat(pricing(billing, account, MARCH).balance()).isEqualByComparingTo("0.5");
            assertThat(pricing(billing, account, MARCH).canPay()).isTrue();
            billing.credit(account, "-0.5");
            assertThat(pricing(billing, account, MARCH).canPay()).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> pricing(billing, "nobody", MARCH));
        }
    }

    /** A clock that was ahead once dated the price. It would not be in force until then, and runs would be free. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aPriceOfTheFutureIsInForceAtOnce(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            start(billing, MARCH, price("0.006"));
            assertThat(inForce(billing, account, JANUARY).price().perMinute()).isEqualByComparingTo("0.006");
            start(billing, JANUARY, price("0.006"));
            assertThat(billing.one("select count(*) from price")).hasToString("1");
            set(billing, JANUARY, "0.008");
            assertThat(inForce(billing, account, JANUARY).price().perMinute()).isEqualByComparingTo("0.008");
            assertThat(inForce(billing, account, MARCH.plusSeconds(1)).price().perMinute())
                    .isEqualByComparingTo("0.008");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theDatabaseHasAClock(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            assertThat(billing.inTransaction(DatabaseTime::now))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aPriceThatRoundingMakesIneffectiveKeepsTheServiceFromStarting(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            start(billing, Optional.empty(), 0, RoundingMode.HALF_EVEN);
            assertThatIllegalStateException()
                    .isThrownBy(() -> start(billing, price("0.004"), 2, RoundingMode.HALF_EVEN))
                    .withMessageContainingAll(
                            Models.DETECTING.toString(), "2 decimal places", "escriba.billing.rounding=up");
            start(billing, price("0.004"), 2, RoundingMode.UP);
            start(billing, price("0.004"), 3, RoundingMode.HALF_EVEN);
            assertThatIllegalStateException()
                    .as("the stored price counts")
                    .isThrownBy(() -> start(billing, Optional.empty(), 0, RoundingMode.HALF_EVEN));
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> set(billing, MARCH, "0.0000004", 6))
                    .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("price"));
            set(billing, MARCH, "0.0000004", 9);
            // an account that exists has six places; it is only warned of
            billing.account();
            start(billing, Optional.empty(), 9, RoundingMode.HALF_EVEN);
            assertThatExceptionOfType(Problem.class)
                    .as("a new price has to charge every account")
                    .isThrownBy(() -> set(billing, MARCH, "0.0000003", 9))
                    .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("price"));
        }
    }

    /** Else every usual run of a new account would be free. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAccountHasTheDecimalPlacesThatThePricesNeed(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            requireEffectivePrices(billing, 0, RoundingMode.HALF_EVEN);
            set(billing, JANUARY, "0.006");
            requireEffectivePrices(billing, 3, RoundingMode.HALF_EVEN);
            requireEffectivePrices(billing, 0, RoundingMode.UP);
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> requireEffectivePrices(billing, 0, RoundingMode.HALF_EVEN))
                    .satisfies(problem -> {
                        assertThat(problem.status()).isEqualTo(400);
                        assertThat(problem.errors()).containsOnlyKeys("scale");
                    });
        }
    }

    /** Since its price was set, an account with fewer decimal places was made. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aModelThatBecomesEnabledChargesEveryAccount(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            set(billing, JANUARY, "0.0000004", 9);
            requireEffective(billing, 9);
            assertThatExceptionOfType(Problem.class)
                    .as("new accounts have six places")
                    .isThrownBy(() -> requireEffective(billing, 6));
            billing.account();
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> requireEffective(billing, 9))
                    .satisfies(problem -> {
                        assertThat(problem.status()).isEqualTo(400);
                        assertThat(problem.errors()).containsOnlyKeys("price");
                    });
            set(billing, MARCH, "0.006", 9);
            requireEffective(billing, 9);
        }
    }

    /** Its price is checked when it is enabled. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void thePriceOfADisabledModelKeepsNoAccountFromBeingMade(Databases.Database database) {
        Price price = price("0.006").orElseThrow();
        try (BillingFixture billing = new BillingFixture(database)) {
            startRemote(billing, price, Optional.empty(), false);
            requireEffectivePrices(billing, remote(price, Optional.empty(), false), 0);
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> requireEffectivePrices(billing, remote(price, Optional.empty(), true), 0));
        }
    }

    private static void requireEffectivePrices(BillingFixture billing, AiModel model, int scale) {
        billing.inTransaction(entities -> {
            new PriceList(entities, at(MARCH), new Models(List.of(model)), new AccountSettings("USD", 6))
                    .requireEffectivePrices(scale);
            return null;
        });
    }

    private static void requireEffective(BillingFixture billing, int scale) {
        billing.inTransaction(entities -> {
            Models models = models(Optional.empty(), false);
            new PriceList(entities, at(MARCH), models, new AccountSettings("USD", scale))
                    .requireEffective(models.all().get(0));
            return null;
        });
    }

    private static void requireEffectivePrices(BillingFixture billing, int scale, RoundingMode rounding) {
        billing.inTransaction(entities -> {
            new PriceList(entities, at(MARCH), models(Optional.empty(), false), new AccountSettings("USD", 6), rounding)
                    .requireEffectivePrices(scale);
            return null;
        });
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aPriceForTheTokensOfARemoteModelNeedsAMaximumOfThem(Databases.Database database) {
        Price tokens = new Price(BigDecimal.ZERO, BigDecimal.TEN, BigDecimal.ZERO);
        try (BillingFixture billing = new BillingFixture(database)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> startRemote(billing, tokens, Optional.empty()))
                    .withMessageContaining("max-tokens-per-minute");
            startRemote(billing, tokens, Optional.of(1_000));
            assertThat(billing.one("select count(*) from price")).hasToString("1");
        }
    }

    /** It may be enabled without a start. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aModelThatIsDisabledAtTheStartGetsItsConfiguredPrice(Databases.Database database) {
        Price minutes = new Price(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO);
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            startRemote(billing, minutes, Optional.empty(), false);
            assertThat(inForce(billing, account, MARCH).price().perMinute()).isEqualByComparingTo("1");
        }
    }

    private static void startRemote(BillingFixture billing, Price price, Optional<Integer> maxTokens) {
        startRemote(billing, price, maxTokens, true);
    }

    private static AiModel remote(Price price, Optional<Integer> maxTokens, boolean enabled) {
        return new AiModel(
                Models.DETECTING,
                "Remote",
                "Test",
                AiModel.REMOTE,
                List.of("en"),
                true,
                "MIT",
                Optional.of(price),
                false,
                Optional.of(new RemoteAddress("stub", "whisper-1")),
                new ModelLimits(Optional.empty(), maxTokens),
                enabled,
                List.of());
    }

    private static void startRemote(BillingFixture billing, Price price, Optional<Integer> maxTokens, boolean enabled) {
        AiModel remote = remote(price, maxTokens, enabled);
        billing.inTransaction(entities -> {
            new PriceList(entities, at(JANUARY), new Models(List.of(remote)), new AccountSettings("USD", 6))
                    .start(new Object());
            return null;
        });
    }

    /** A price in another currency does not apply to the account. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aPriceIsInItsCurrency(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            billing.inTransaction(entities -> {
                new PriceList(entities, at(JANUARY), models(price("0.006"), false), new AccountSettings("EUR", 6))
                        .start(new Object());
                return null;
            });
            assertThat(inForce(billing, account, MARCH).isFree()).isTrue();
        }
    }

    /** Each start in a transaction of its own, as on several nodes. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void nodesThatStartTogetherMakeOnePrice(Databases.Database database) throws Exception {
        try (BillingFixture billing = new BillingFixture(database)) {
            billing.inTransaction(entities -> {
                entities.persist(Account.first("USD", 6, JANUARY));
                return null;
            });
            int nodes = 8;
            ExecutorService threads = Executors.newFixedThreadPool(nodes);
            try {
                CyclicBarrier together = new CyclicBarrier(nodes);
                List<Future<?>> starts = new ArrayList<>();
                for (int i = 0; i < nodes; i++) {
                    starts.add(threads.submit(() -> {
                        together.await();
                        start(billing, JANUARY, price("0.006"));
                        return null;
                    }));
                }
                for (Future<?> start : starts) {
                    start.get();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(billing.one("select count(*) from price")).hasToString("1");
        }
    }

    /** The node of an administrator is frozen in the middle of its transaction. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAdministratorWhoSetsAPriceHoldsUpNoAccount(Databases.Database database) throws Exception {
        try (BillingFixture billing = new BillingFixture(database)) {
            billing.inTransaction(entities -> {
                entities.persist(Account.first("USD", 6, JANUARY));
                return null;
            });
            CountDownLatch isSet = new CountDownLatch(1);
            CountDownLatch goesOn = new CountDownLatch(1);
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                Future<?> frozen = threads.submit(() -> set(billing, MARCH, "0.006", isSet, goesOn));
                assertThat(isSet.await(20, TimeUnit.SECONDS)).isTrue();
                Future<?> other = threads.submit(() -> billing.inTransaction(
                        entities -> entities.find(Account.class, Account.firstId(), LockModeType.PESSIMISTIC_WRITE)));
                other.get(5, TimeUnit.SECONDS);
                // the same price: it is stored once, because the second administrator waits for the first
                Future<?> second = threads.submit(() -> set(billing, MARCH.plusSeconds(1), "0.006"));
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS));
                goesOn.countDown();
                frozen.get(20, TimeUnit.SECONDS);
                second.get(20, TimeUnit.SECONDS);
            } finally {
                goesOn.countDown();
                threads.shutdownNow();
            }
            assertThat(billing.one("select count(*) from price")).hasToString("1");
        }
    }

    /** Else the model would be enabled between the check of the new account and the account. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aModelIsEnabledAfterTheAccountThatIsMadeMeanwhile(Databases.Database database) throws Exception {
        try (BillingFixture billing = new BillingFixture(database)) {
            set(billing, JANUARY, "0.0000004", 9);
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                Future<?> enabled = billing.inTransaction(entities -> {
                    new PriceList(entities, at(MARCH), models(Optional.empty(), false), new AccountSettings("USD", 9))
                            .requireEffectivePrices(9);
                    entities.persist(Account.first("USD", 6, JANUARY));
                    entities.flush();
                    Future<?> waiting = threads.submit(() -> requireEffective(billing, 9));
                    assertThatExceptionOfType(TimeoutException.class)
                            .isThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS));
                    return waiting;
                });
                assertThatExceptionOfType(ExecutionException.class)
                        .as("the account has six places")
                        .isThrownBy(() -> enabled.get(20, TimeUnit.SECONDS))
                        .withCauseInstanceOf(Problem.class);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aChargeableModelWithoutAPriceKeepsTheServiceFromStarting(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> billing.inTransaction(entities -> {
                        new PriceList(
                                        entities,
                                        at(JANUARY),
                                        models(Optional.empty(), true),
                                        new AccountSettings("USD", 6))
                                .start(new Object());
                        return null;
                    }))
                    .withMessageContaining(Models.DETECTING.toString())
                    .withMessageContaining("escriba.models.prices");
            assertThat(billing.one("select count(*) from price")).hasToString("0");
        }
    }

    private static void start(BillingFixture billing, Instant at, Optional<Price> price) {
        billing.inTransaction(entities -> {
            new PriceList(entities, at(at), models(price, false), new AccountSettings("USD", 6)).start(new Object());
            return null;
        });
    }

    private static void start(BillingFixture billing, Optional<Price> price, int scale, RoundingMode rounding) {
        billing.inTransaction(entities -> {
            new PriceList(entities, at(JANUARY), models(price, false), new AccountSettings("USD", scale), rounding)
                    .start(new Object());
            return null;
        });
    }

    /** A price that an administrator sets. */
    private static void set(BillingFixture billing, Instant at, String perMinute) {
        set(billing, at, perMinute, 6);
    }

    private static void set(BillingFixture billing, Instant at, String perMinute, int scale) {
        billing.inTransaction(entities -> {
            set(entities, at, perMinute, scale);
            return null;
        });
    }

    /** Its transaction stays open until it goes on. */
    private static Void set(
            BillingFixture billing, Instant at, String perMinute, CountDownLatch isSet, CountDownLatch goesOn) {
        return billing.inTransaction(entities -> {
            set(entities, at, perMinute, 6);
            entities.flush();
            isSet.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
    }

    private static void set(EntityManager entities, Instant at, String perMinute, int scale) {
        Models models = models(Optional.empty(), false);
        new PriceList(entities, at(at), models, new AccountSettings("USD", scale), NoRequest.audit(entities, at(at)))
                .set(
                        new Caller("key", "account", Set.of()),
                        models.all().get(0),
                        price(perMinute).orElseThrow());
    }

    private static Tariff inForce(BillingFixture billing, String account, Instant at) {
        return pricing(billing, account, at).tariff();
    }

    private static AccountPricing pricing(BillingFixture billing, String account, Instant at) {
        return billing.inTransaction(entities -> new PriceList(
                        entities, at(at), models(Optional.empty(), false), new AccountSettings("USD", 6))
                .pricing(account, Models.DETECTING));
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private static Optional<Price> price(String perMinute) {
        return Optional.of(new Price(new BigDecimal(perMinute), BigDecimal.ZERO, BigDecimal.ZERO));
    }

    private static Models models(Optional<Price> price, boolean chargeable) {
        return new Models(List.of(new AiModel(
                Models.DETECTING, "Test", "Escriba", "scripted", List.of("en"), true, "MIT", price, chargeable)));
    }
}
