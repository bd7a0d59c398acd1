package dev.escriba.billing.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.problem.entity.Problem;
import dev.escriba.reporting.entity.Reconciliation.Difference;
import dev.escriba.schema.Databases;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The violations that the database refuses, and those that the reconciliation finds. */
class HoldsTest {

    private static final String BOTH = "dev.escriba.schema.Databases#all";

    @ParameterizedTest
    @MethodSource(BOTH)
    void thePastCannotBeChanged(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            billing.credit(account, "1");
            UUID instance = billing.begin(account, "0.5");
            billing.sql("insert into price (id, model_id, currency, valid_from, per_minute, per_million_prompt_tokens,"
                    + " per_million_completion_tokens) values ('p', 'm', 'USD', 1, 1, 0, 0)");
            for (String statement : List.of(
                    "update ledger_line set amount = 2",
                    "update ledger_line set reason = 'another' where kind = 'CREDIT'",
                    "delete from ledger_line where kind = 'CREDIT'",
                    "truncate table ledger_line",
                    "update price set per_minute = 0",
                    "delete from price",
                    "truncate table price")) {
                assertThatThrownBy(() -> billing.sql(statement)).as(statement).isInstanceOf(RuntimeException.class);
            }
            assertThat(billing.lines(account)).hasSize(2);
            billing.settle(instance, "0.25");
            assertThat(billing.reconcile().differences()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void aHoldIsSettledByWhoKnowsIt(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            String other = billing.account();
            billing.credit(account, "1");
            billing.credit(other, "1");
            billing.begin(other, "0.5");
            UUID instance = billing.begin(account, "0.5");
            List<UnaryOperator<Reservation>> mistakes = List.of(
                    placed -> new Reservation(BillingFixture.spender(other), placed.most(), "USD", placed.at()),
                    placed -> new Reservation(placed.spender(), new BigDecimal("0.4"), "USD", placed.at()),
                    placed -> new Reservation(placed.spender(), new BigDecimal("0.6"), "USD", placed.at()));
            for (UnaryOperator<Reservation> mistake : mistakes) {
                assertThatIllegalStateException().isThrownBy(() -> billing.settle(instance, "0.25", mistake));
            }
            assertThatIllegalStateException().isThrownBy(() -> billing.settle(instance, "0.500001"));
            assertThat(billing.lines(account)).hasSize(2);
            billing.settle(instance, "0.5");
            assertThatIllegalStateException().isThrownBy(() -> billing.settle(instance, "0.5"));
            assertThat(billing.lines(account)).hasSize(4);
            assertThat(billing.reconcile().differences()).isEmpty();
        }
    }

    /**
     * The database refuses a negative balance, a second line with the same number, and a line that does not match its
     * kind, whichever code writes them.
     */
    @ParameterizedTest
    @MethodSource(BOTH)
    void theDatabaseRefusesWhatTheServiceWouldNotDo(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            billing.credit(account, "1");
            UUID instance = billing.begin(account, "0.5");
            String line = "insert into ledger_line (account_id, line_number, kind, contra, amount, balance_after,"
                    + " instance_id, reference,"
                    + " reason, booked_at) values ('" + account + "', 9, ";
            for (String statement : List.of(
                    "update balance set amount = -0.000001",
                    "update balance set held = -0.000001",
                    "update hold set charged = 0.6, state = 'SETTLED', resolved_at = 1",
                    "update hold set amount = 0",
                    "update hold set state = 'SETTLED'",
                    line + "'CREDIT', 'FUNDING', 1, -1, null, 'r', 'why', 1)",
                    line + "'CREDIT', 'FUNDING', 0, 1, null, 'r', 'why', 1)",
                    line + "'CREDIT', 'FUNDING', 1, 1, null, 'r', null, 1)",
                    line + "'CHARGE', 'REVENUE', 1, 1, '" + instance + "', null, null, 1)",
                    line + "'CHARGE', 'HELD', -1, 1, '" + instance + "', null, null, 1)",
                    line + "'CHARGE', 'REVENUE', -1, 1, null, null, null, 1)",
                    line + "'HOLD', 'HELD', -1, 1, '" + instance + "', null, null, 1)")) {
                assertThatThrownBy(() -> billing.sql(statement)).as(statement).isInstanceOf(RuntimeException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void aCheckFindsWhatWasBentBehindTheServicesBack(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            billing.credit(account, "10");
            UUID open = billing.begin(account, "1");
            UUID settled = billing.begin(account, "2");
            billing.settle(settled, "1.5");
            UUID released = billing.begin(account, "3");
            billing.release(released);
            assertThat(billing.reconcile().differences()).isEmpty();
            assertThat(billing.reconcile().lines()).isEqualTo(7);

            assertThat(differencesAfter(
                            billing,
                            "update balance set amount = amount + 1",
                            "update balance set amount = amount - 1"))
                    .extracting(Difference::rule)
                    .containsExactly("the sum of an account's lines is its balance");
            assertThat(differencesAfter(
                            billing, "update balance set held = held + 1", "update balance set held = held - 1"))
                    .singleElement()
                    .satisfies(difference -> {
                        assertThat(difference.rule()).startsWith("what is held of an account");
                        assertThat(difference.subject()).isEqualTo(account);
                        assertThat(new BigDecimal(difference.expected())).isEqualByComparingTo("1");
                        assertThat(new BigDecimal(difference.found())).isEqualByComparingTo("2");
                    });
            assertThat(differencesAfter(billing, "update balance set lines = 8", "update balance set lines = 7"))
                    .extracting(Difference::rule)
                    .containsExactly("an account's lines are numbered without a gap");
            assertThat(differencesAfter(
                            billing,
                            "update hold set charged = 1 where instance_id = '" + settled + "'",
                            "update hold set charged = 1.5 where instance_id = '" + settled + "'"))
                    .extracting(Difference::rule)
                    .containsExactly("an execution's lines are what its hold says");
            assertThat(differencesAfter(
                            billing,
                            "update instance set state = 'FAILED' where id = '" + open + "'",
                            "update instance set state = 'RUNNING' where id = '" + open + "'"))
                    .extracting(Difference::rule)
                    .containsExactly("a hold is as far as its execution");
            billing.sql("insert into price (id, model_id, currency, valid_from, per_minute, per_million_prompt_tokens,"
                    + " per_million_completion_tokens) values ('p', 'm', 'USD', 1, 1, 0, 0)");
            for (String state : List.of("CANCELLED", "QUEUED")) {
                assertThat(differencesAfter(
                                billing,
                                "update instance set state = '" + state + "' where id = '" + settled + "'",
                                "update instance set state = 'SUCCEEDED' where id = '" + settled + "'"))
                        .extracting(Difference::rule)
                        .containsExactly("a hold is as far as its execution");
            }
            // a run that waits has its hold
            billing.sql("update instance set state = 'QUEUED' where id = '" + open + "'");
            assertThat(billing.reconcile().differences()).isEmpty();
            billing.sql("update instance set state = 'RUNNING' where id = '" + open + "'");
            billing.sql("update instance set price_id = 'p' where id = '" + settled + "'");
            assertThat(differencesAfter(
                            billing,
                            "update instance set prompt_cost = 1 where id = '" + settled + "'",
                            "update instance set prompt_cost = 1.5 where id = '" + settled + "'"))
                    .extracting(Difference::rule)
                    .containsExactly("an execution that a price was named for cost what was charged");
            // a line of an account without a balance, which does not follow from the line before it
            billing.sql("insert into ledger_line (account_id, line_number, kind, contra, amount, balance_after,"
                    + " reference, reason,"
                    + " booked_at) values ('" + account + "', 8, 'CREDIT', 'FUNDING', 1, 1, 'r', 'why', 1)");
            assertThat(billing.reconcile().differences())
                    .extracting(Difference::rule)
                    .containsExactly(
                            "the sum of an account's lines is its balance",
                            "an account's lines are numbered without a gap",
                            "the balance after each line is the one before it and the line's amount");
        }
    }

    private static List<Difference> differencesAfter(BillingFixture billing, String statement, String back) {
        billing.sql(statement);
        List<Difference> found = billing.reconcile().differences();
        billing.sql(back);
        assertThat(billing.reconcile().differences()).isEmpty();
        return found;
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void aCreditIsRefusedWhereItsKeyWasUsedForAnother(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            LedgerLine first = billing.credit(account, "5", "a").line();
            assertThat(billing.credit(account, "5.00", "a").line()).isEqualTo(first);
            assertThatThrownBy(() -> billing.credit(account, "6", "a"))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(422));
            assertThatThrownBy(() -> billing.credit(account, "-5.000001", "b"))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                            .containsOnlyKeys("insufficient_balance"));
            billing.credit(account, "-5", "b");
            assertThat(billing.balance(account).amount()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void monthlyLimitsCountWhatIsHeldAndWhatWasSpent(Databases.Database database) {
        Clock november = Clock.fixed(Instant.parse("2026-11-30T23:59:59Z"), ZoneOffset.UTC);
        Clock december = Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC);
        String account;
        Spender ana;
        UUID held;
        try (BillingFixture unlimited = new BillingFixture(database, november, Optional.empty(), Optional.empty())) {
            account = unlimited.account();
            ana = new Spender(account, "key:1", Optional.of("ana"));
            unlimited.credit(account, "100");
            unlimited.settle(unlimited.begin(ana, BigDecimal.ONE), "0.5");
        }
        Optional<BigDecimal> perKey = Optional.of(new BigDecimal("3"));
        Optional<BigDecimal> perUser = Optional.of(new BigDecimal("2"));
        try (BillingFixture billing = new BillingFixture(database, november, perKey, perUser)) {
            // spending before the limit was set counts too: 0.5 of 2 and of 3
            held = billing.begin(ana, new BigDecimal("1.5"));
            assertRefused(billing, ana, "0.000001");
            Spender bob = new Spender(account, "key:1", Optional.of("bob"));
            billing.begin(bob, BigDecimal.ONE);
            assertRefused(billing, bob, "0.000001");
            billing.release(held);
            billing.settle(billing.begin(bob, BigDecimal.ONE), "0.25");
            billing.begin(ana, new BigDecimal("0.75"));
            assertRefused(billing, ana, "1");
            // another key, without a user identifier
            billing.begin(new Spender(account, "key:2", Optional.empty()), new BigDecimal("3"));
            assertThat(billing.reconcile().differences()).isEmpty();
        }
        try (BillingFixture billing = new BillingFixture(database, december, perKey, perUser)) {
            billing.begin(ana, new BigDecimal("2"));
        }
    }

    /** A limit that is switched off for a while and on again knows what was spent and returned meanwhile. */
    @ParameterizedTest
    @MethodSource(BOTH)
    void spendingIsCountedWithoutALimitToo(Databases.Database database) {
        Optional<BigDecimal> limit = Optional.of(BigDecimal.ONE);
        Clock clock = Clock.systemUTC();
        String account;
        Spender ana;
        UUID held;
        try (BillingFixture limited = new BillingFixture(database, clock, limit, limit)) {
            account = limited.account();
            ana = new Spender(account, "key:1", Optional.of("ana"));
            limited.credit(account, "100");
            held = limited.begin(ana, BigDecimal.ONE);
            assertRefused(limited, ana, "0.000001");
        }
        try (BillingFixture unlimited = new BillingFixture(database, clock, Optional.empty(), Optional.empty())) {
            unlimited.release(held);
            unlimited.settle(unlimited.begin(ana, new BigDecimal("5")), "0.75");
        }
        try (BillingFixture limited = new BillingFixture(database, clock, limit, limit)) {
            assertRefused(limited, ana, "0.26");
            limited.begin(ana, new BigDecimal("0.25"));
        }
    }

    private static void assertRefused(BillingFixture billing, Spender spender, String amount) {
        assertThatThrownBy(() -> billing.begin(spender, new BigDecimal(amount)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.errors()).containsOnlyKeys("monthly_quota_exceeded");
                });
    }
}
