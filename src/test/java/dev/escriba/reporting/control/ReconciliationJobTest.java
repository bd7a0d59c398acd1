package dev.escriba.reporting.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.reporting.entity.Reconciliation;
import dev.escriba.schema.Databases;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReconciliationJobTest {

    private static final int MOST = 5;

    private final Clock clock = Clock.systemUTC();
    private final LedgerPieces pieces = new LedgerPieces();
    private final AtomicInteger readAtOnce = new AtomicInteger();
    private final ReconciliationJob job = new ReconciliationJob();

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void readsFewRunsAtOnce(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            freeRuns(billing, billing.account(), MOST);
            assertThat(check(billing).balanced()).isTrue();
            assertThat(readAtOnce).hasValue(1);
        }
    }

    /** A run that costs nothing has no line, and stays for ever. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void readsManyFreeRunsInPieces(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            freeRuns(billing, billing.account(), MOST + 1);
            Reconciliation result = check(billing);
            assertThat(result.balanced()).isTrue();
            assertThat(result.lines()).isZero();
            assertThat(readAtOnce).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void readsManyLinesInPieces(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            for (int i = 0; i < MOST; i++) {
                billing.credit(account, "1");
            }
            assertThat(check(billing).lines()).isEqualTo(MOST);
            assertThat(readAtOnce).hasValue(1);
            billing.credit(account, "1");
            assertThat(check(billing).lines()).isEqualTo(MOST + 1);
            assertThat(readAtOnce).hasValue(1);
        }
    }

    private static void freeRuns(BillingFixture billing, String account, int runs) {
        for (int i = 0; i < runs; i++) {
            billing.sql("insert into instance (id, account_id, caller, node, state, model_id, culture, file_bytes,"
                    + " container, codec, started_at) values ('free-" + i + "', '" + account
                    + "', 'key:1', 'node', 'SUCCEEDED', 'model', 'en', 1, 'WAV', 'pcm', 1)");
        }
    }

    private Reconciliation check(BillingFixture billing) {
        return billing.inTransaction(entities -> {
            pieces.entities = entities;
            job.pieces = pieces;
            job.inPieces = new PiecewiseReconciler(pieces, clock, LedgerPieces.SIZE);
            job.reconciler = new Reconciler(entities, clock) {
                @Override
                public Reconciliation reconcile() {
                    readAtOnce.incrementAndGet();
                    return super.reconcile();
                }
            };
            job.maxAtOnce = MOST;
            return job.check();
        });
    }
}
