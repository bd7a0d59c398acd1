package dev.escriba.reporting.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.reporting.entity.Reconciliation;
import dev.escriba.schema.Databases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Measures the reconciliation of a long ledger, in the PostgreSQL database that the property names by its URL. The
 * database has the tables of this version and the lines that the measurer has put into it.
 */
@EnabledIfSystemProperty(named = "escriba.test.long-ledger", matches = "jdbc:postgresql:.*")
class LongLedgerTest {

    private static final Duration MAX_CHECK_OF_NEWS = Duration.ofSeconds(10);

    @Test
    void aCheckOfWhatIsNewIsShort() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(System.getProperty("escriba.test.long-ledger"));
        LedgerPieces pieces = new LedgerPieces();
        PiecewiseReconciler reconciler = new PiecewiseReconciler(pieces, Clock.systemUTC(), LedgerPieces.SIZE);
        try (BillingFixture billing = new BillingFixture(new Databases.Database("long", source))) {
            check("first check", billing, pieces, reconciler);
            String account = billing.account();
            billing.credit(account, "1");
            for (int i = 0; i < 100; i++) {
                billing.settle(billing.begin(account, "0.01"), "0.005");
            }
            assertThat(check("check of what is new", billing, pieces, reconciler))
                    .isLessThan(MAX_CHECK_OF_NEWS);
        }
    }

    private static Duration check(
            String name, BillingFixture billing, LedgerPieces pieces, PiecewiseReconciler reconciler) {
        Instant begin = Instant.now();
        Reconciliation result = billing.inTransaction(entities -> {
            pieces.entities = entities;
            return reconciler.check();
        });
        Duration taken = Duration.between(begin, Instant.now());
        System.out.println(name + " of " + result.lines() + " lines, " + result.accounts() + " accounts: " + taken);
        assertThat(result.differences()).isEmpty();
        return taken;
    }
}
