package dev.escriba.reporting.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.reporting.entity.Reconciliation;
import dev.escriba.reporting.entity.Reconciliation.Difference;
import dev.escriba.schema.Databases;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PiecewiseReconcilerTest {

    private static final int SIZE = 3;

    private final LedgerPieces pieces = new LedgerPieces();
    private final PiecewiseReconciler reconciler = new PiecewiseReconciler(pieces, Clock.systemUTC(), SIZE);

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void soundBooksBalanceAtEachCheck(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            assertThat(check(billing)).satisfies(empty -> {
                assertThat(empty.differences()).isEmpty();
                assertThat(empty.accounts()).isZero();
            });
            String one = history(billing);
            String other = history(billing);
            assertThat(check(billing).differences()).isEmpty();
            billing.begin(one, "0.25");
            billing.credit(other, "3");
            Reconciliation again = check(billing);
            assertThat(again.differences()).isEmpty();
            assertThat(again.accounts()).isEqualTo(2);
            assertThat(again.lines()).hasToString(String.valueOf(billing.one("select count(*) from ledger_line")));
            checkAll(billing);
            assertThat(check(billing).differences()).isEmpty();
        }
    }

    @Test
    void aCheckThatWaitsIsInterrupted() {
        PiecewiseReconciler other = new PiecewiseReconciler(null, Clock.systemUTC(), SIZE);
        Thread.currentThread().interrupt();
        assertThatIllegalStateException().isThrownBy(other::check).withMessageContaining("interrupted");
    }

    /** A wrong row, what makes it right again, and the rule that it breaks. */
    static Stream<Arguments> wrongRows() {
        return Stream.of(
                        new String[] {
                            "update balance set amount = amount + 1", "update balance set amount = amount - 1", "sum of"
                        },
                        new String[] {
                            "update balance set held = held + 1", "update balance set held = held - 1", "what is held"
                        },
                        new String[] {
                            "update balance set lines = lines + 1",
                            "update balance set lines = lines - 1",
                            "without a gap"
                        },
                        new String[] {
                            "update hold set amount = amount + 1 where state = 'OPEN'",
                            "update hold set amount = amount - 1 where state = 'OPEN'",
                            "what its hold says"
                        })
                .flatMap(row -> Databases.all().map(database -> Arguments.of(database, row[0], row[1], row[2])));
    }

    @ParameterizedTest
    @MethodSource("wrongRows")
    void aDifferenceIsFoundUntilItIsMended(Databases.Database database, String wrong, String right, String rule) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = history(billing);
            assertThat(check(billing).differences()).isEmpty();
            billing.begin(account, "0.25");
            billing.sql(wrong);
            for (int i = 0; i < 2; i++) {
                assertThat(check(billing).differences())
                        .extracting(Difference::rule)
                        .anyMatch(name -> name.contains(rule));
            }
            billing.sql(right);
            assertThat(check(billing).differences()).isEmpty();
        }
    }

    /** A superuser can change a line. A check of what is new does not see it, a full check does. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFullCheckFindsAChangeOfThePast(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            history(billing);
            assertThat(check(billing).differences()).isEmpty();
            billing.sql(
                    database.name().equals("H2")
                            ? "drop trigger ledger_line_is_append_only"
                            : "drop trigger ledger_line_is_append_only on ledger_line");
            billing.sql("update ledger_line set amount = amount + 1 where line_number = 1");
            assertThat(check(billing).differences()).isEmpty();
            checkAll(billing);
            assertThat(check(billing).differences())
                    .extracting(Difference::rule)
                    .contains("the balance after each line is the one before it and the line's amount");
            billing.sql("update ledger_line set amount = amount - 1 where line_number = 1");
            assertThat(check(billing).differences()).isEmpty();
        }
    }

    /** No line names such a run, so only a full check finds it. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFullCheckFindsARunThatWasNotCharged(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = history(billing);
            billing.sql("insert into price (id, model_id, currency, valid_from, per_minute, per_million_prompt_tokens,"
                    + " per_million_completion_tokens) values ('p', 'model', 'USD', 1, 1, 0, 0)");
            billing.sql("insert into instance (id, account_id, caller, node, state, model_id, culture, file_bytes,"
                    + " container, codec, started_at, price_id, prompt_cost, completion_cost) values ('free', '"
                    + account + "', 'key:1', 'node', 'SUCCEEDED', 'model', 'en', 1, 'WAV', 'pcm', 1, 'p', 1, 0)");
            checkAll(billing);
            assertThat(check(billing).differences())
                    .extracting(Difference::subject)
                    .containsExactly("free");
        }
    }

    /** Three runs of each outcome, and one that is going on. */
    private static String history(BillingFixture billing) {
        String account = billing.account();
        billing.credit(account, "10");
        for (int i = 0; i < 3; i++) {
            billing.settle(billing.begin(account, "0.5"), "0.25");
            billing.release(billing.begin(account, "0.5"));
            billing.expire(billing.begin(account, "0.5"));
        }
        billing.begin(account, "1");
        return account;
    }

    private Reconciliation check(BillingFixture billing) {
        return billing.inTransaction(entities -> {
            pieces.entities = entities;
            return reconciler.check();
        });
    }

    private void checkAll(BillingFixture billing) {
        billing.inTransaction(entities -> {
            pieces.entities = entities;
            reconciler.checkAll();
            return null;
        });
    }
}
