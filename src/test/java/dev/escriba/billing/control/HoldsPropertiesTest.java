package dev.escriba.billing.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.entity.Balance;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** After any sequence of steps, the ledger equals a model in memory and balances. */
class HoldsPropertiesTest {

    private static BillingFixture h2;
    private static BillingFixture postgres;

    @BeforeContainer
    static void open() {
        h2 = new BillingFixture(Databases.h2());
        postgres = new BillingFixture(Databases.postgres());
    }

    @AfterContainer
    static void close() {
        h2.close();
        postgres.close();
    }

    /** The kinds of steps. */
    enum Kind {
        CREDIT,
        TAKE_BACK,
        HOLD,
        SETTLE,
        SETTLE_TOO_MUCH,
        RELEASE,
        EXPIRE
    }

    /**
     * A step.
     *
     * @param amount in millionths
     * @param which index of the hold among all holds so far, resolved or not
     */
    record Step(Kind kind, long amount, int which) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.longs().between(1, 3_000_000),
                        Arbitraries.integers().between(0, 30))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void anyHistoryKeepsTheInvariantsOnH2(@ForAll("histories") List<Step> history) {
        keepsTheInvariants(h2, history);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void anyHistoryKeepsTheInvariantsOnPostgres(@ForAll("histories") List<Step> history) {
        keepsTheInvariants(postgres, history);
    }

    private static final class Model {

        private BigDecimal balance = BigDecimal.ZERO;
        private final List<UUID> holds = new ArrayList<>();
        private final List<BigDecimal> open = new ArrayList<>();

        BigDecimal held() {
            return open.stream().filter(amount -> amount != null).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    private static void keepsTheInvariants(BillingFixture billing, List<Step> history) {
        String account = billing.account();
        Model model = new Model();
        for (Step step : history) {
            take(step, billing, account, model);
            Balance balance = billing.balance(account);
            assertThat(balance.amount()).isEqualByComparingTo(model.balance).isNotNegative();
            assertThat(balance.held()).isEqualByComparingTo(model.held());
        }
        assertThat(billing.lines(account).stream().map(line -> line.amount()).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(model.balance);
        assertThat(billing.reconcile().differences()).isEmpty();
    }

    private static void take(Step step, BillingFixture billing, String account, Model model) {
        BigDecimal amount = BigDecimal.valueOf(step.amount(), 6);
        String text = amount.toPlainString();
        switch (step.kind()) {
            case CREDIT -> {
                billing.credit(account, text);
                model.balance = model.balance.add(amount);
            }
            case TAKE_BACK -> {
                boolean taken = succeeds(() -> billing.credit(account, "-" + text));
                assertThat(taken).isEqualTo(model.balance.compareTo(amount) >= 0);
                model.balance = taken ? model.balance.subtract(amount) : model.balance;
            }
            case HOLD -> {
                boolean placed = succeeds(() -> model.holds.add(billing.begin(account, text)));
                assertThat(placed).isEqualTo(model.balance.compareTo(amount) >= 0);
                if (placed) {
                    model.open.add(amount);
                    model.balance = model.balance.subtract(amount);
                }
            }
            default -> {
                if (!model.holds.isEmpty()) {
                    resolve(step, billing, model, step.which() % model.holds.size());
                }
            }
        }
    }

    /** Resolves a hold, which may be resolved already. */
    private static void resolve(Step step, BillingFixture billing, Model model, int which) {
        UUID instance = model.holds.get(which);
        BigDecimal held = model.open.get(which);
        switch (step.kind()) {
            case RELEASE -> {
                assertThat(billing.release(instance)).isEqualTo(held != null);
                giveBack(model, which, held, BigDecimal.ZERO);
            }
            case EXPIRE -> {
                assertThat(billing.expire(instance)).isEqualTo(held != null);
                giveBack(model, which, held, BigDecimal.ZERO);
            }
            case SETTLE_TOO_MUCH -> {
                BigDecimal tooMuch = (held == null ? BigDecimal.ONE : held).add(new BigDecimal("0.000001"));
                assertThat(succeeds(() -> billing.settle(instance, tooMuch.toPlainString())))
                        .isFalse();
            }
            default -> {
                BigDecimal limit = held == null ? BigDecimal.ONE : held;
                // the cost is nothing, a part of the hold, or all of it
                BigDecimal cost = BigDecimal.valueOf(step.amount(), 6)
                        .subtract(BigDecimal.ONE)
                        .max(BigDecimal.ZERO)
                        .min(limit);
                assertThat(succeeds(() -> billing.settle(instance, cost.toPlainString())))
                        .isEqualTo(held != null);
                giveBack(model, which, held, cost);
            }
        }
    }

    private static void giveBack(Model model, int which, BigDecimal held, BigDecimal cost) {
        if (held != null) {
            model.balance = model.balance.add(held).subtract(cost);
            model.open.set(which, null);
        }
    }

    private static boolean succeeds(Runnable step) {
        try {
            step.run();
            return true;
        } catch (Problem | IllegalStateException refused) {
            return false;
        }
    }
}
