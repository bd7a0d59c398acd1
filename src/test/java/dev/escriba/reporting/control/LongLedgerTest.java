package dev.escriba.reporting.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.reporting.entity.Reconciliation;
import dev.escriba.schema.Databases;
import dev.escriba.schema.control.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Measures the reconciliation of a long ledger, in the PostgreSQL database that {@code escriba.test.long-ledger} names
 * by its URL. The role is a superuser. Into an empty database, the test writes {@code escriba.test.long-ledger.lines}
 * lines first: 10 million of them take 13 GB.
 */
@EnabledIfSystemProperty(named = "escriba.test.long-ledger", matches = "jdbc:postgresql:.*")
class LongLedgerTest {

    private static final Duration MAX_CHECK_OF_NEWS = Duration.ofSeconds(10);

    private static final int ACCOUNTS = 1_000;
    private static final int LINES_OF_A_RUN = 3;

    /** Without checks, which take hours for so many rows; the reconciliation is the check. */
    private static final String FILL = """
            SET session_replication_role = replica;
            INSERT INTO account (id, name, currency, created_at)
              SELECT md5('account' || a)::uuid, 'account ' || a, 'USD', 0 FROM generate_series(1, :accounts) a;
            INSERT INTO instance (id, account_id, caller, node, state, model_id, culture, file_bytes, container, codec,
                duration_nanos, language, completion_tokens, prompt_tokens, completion_cost, prompt_cost, currency,
                started_at, finished_at)
              SELECT md5(a || ' ' || r)::uuid, md5('account' || a)::uuid, 'caller', 'node', 'SUCCEEDED', 'model', 'en',
                160000, 'WAV', 'pcm_s16le', 10000000000, 'en', 30, 0, 0.005, 0, 'USD', r, r + 1
              FROM generate_series(1, :accounts) a, generate_series(1, :runs) r;
            INSERT INTO ledger_line (account_id, line_number, kind, contra, amount, balance_after, reference, reason,
                author, booked_at)
              SELECT md5('account' || a)::uuid, 1, 'CREDIT', 'FUNDING', 1000000, 1000000, 'first', 'first', 'test', 0
              FROM generate_series(1, :accounts) a;
            INSERT INTO ledger_line (account_id, line_number, kind, contra, amount, balance_after, instance_id,
                booked_at)
              SELECT md5('account' || a)::uuid, 3 * r + line - 2,
                (ARRAY['HOLD', 'RELEASE', 'CHARGE'])[line], (ARRAY['HELD', 'HELD', 'REVENUE'])[line],
                (ARRAY[-0.01, 0.01, -0.005])[line], 1000000 - 0.005 * r + (ARRAY[-0.005, 0.005, 0])[line],
                md5(a || ' ' || r)::uuid, r
              FROM generate_series(1, :accounts) a, generate_series(1, :runs) r, generate_series(1, 3) line;
            INSERT INTO hold (instance_id, account_id, line_number, amount, state, charged, caller, billing_month,
                resolved_at)
              SELECT md5(a || ' ' || r)::uuid, md5('account' || a)::uuid, 3 * r - 1, 0.01, 'SETTLED', 0.005, 'caller',
                202611, r
              FROM generate_series(1, :accounts) a, generate_series(1, :runs) r;
            INSERT INTO balance (account_id, amount, held, lines)
              SELECT md5('account' || a)::uuid, 1000000 - 0.005 * :runs, 0, 1 + 3 * :runs
              FROM generate_series(1, :accounts) a;
            ANALYZE;
            """;

    @Test
    void aCheckOfWhatIsNewIsShort() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(System.getProperty("escriba.test.long-ledger"));
        if (source.getUser() == null) {
            source.setUser("postgres");
        }
        Schema.migrate(source);
        fill(source, Integer.getInteger("escriba.test.long-ledger.lines", 1_000_000));
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

    private static void fill(DataSource source, int lines) throws SQLException {
        int runs = lines / ACCOUNTS / LINES_OF_A_RUN;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet first = statement.executeQuery("SELECT 1 FROM ledger_line LIMIT 1")) {
            if (!first.next()) {
                statement.execute(
                        FILL.replace(":accounts", Integer.toString(ACCOUNTS)).replace(":runs", Integer.toString(runs)));
            }
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
