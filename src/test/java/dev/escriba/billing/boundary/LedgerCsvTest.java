package dev.escriba.billing.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.billing.control.LedgerQueries;
import dev.escriba.billing.entity.Credit;
import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.schema.Databases;
import dev.escriba.security.entity.Account;
import dev.escriba.web.control.Parameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerCsvTest {

    /** More than two pieces, so that a piece begins where the one before ended. */
    private static final int LINES = 2_345;

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void allLinesAreWrittenOnce(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            billing.sql(
                    "insert into ledger_line (account_id, line_number, kind, contra, amount, balance_after, reference,"
                            + " reason, author, booked_at) select '" + account + "', x, 'CREDIT', 'FUNDING', 1, x,"
                            + " 'r' || x, '=SUM(A' || x || ')', 'key:1', x from "
                            + (database.name().equals("H2")
                                    ? "system_range(1, " + LINES + ")"
                                    : "generate_series(1, " + LINES + ") as x"));
            List<String> all = csv(billing, account, Integer.MAX_VALUE, "");
            assertThat(all).hasSize(LINES + 1);
            assertThat(all.get(0))
                    .isEqualTo("line,kind,amount,balanceAfter,currency,contra,instanceId,reason,author,bookedAt,"
                            + "accountId,account");
            assertThat(all.get(1))
                    .startsWith(
                            "2345,CREDIT,1,2345,USD,FUNDING,,\"'=SUM(A2345)\",\"key:1\",1970-01-01T00:00:00.002345Z,"
                                    + account + ",\"test ");
            for (int i = 1; i <= LINES; i++) {
                assertThat(all.get(i)).startsWith((LINES + 1 - i) + ",");
            }
            assertThat(csv(billing, account, 1_001, "1500").subList(1, 1_002))
                    .isEqualTo(all.subList(LINES - 1_498, LINES - 497));
            assertThat(csv(billing, billing.account(), 9, "")).hasSize(1);
        }
    }

    /** Two requests for the first piece and the one after it, and none for the other million lines. */
    @Test
    void nothingIsReadAfterTheClientIsGone() throws IOException {
        int[] pieces = new int[1];
        LedgerQueries ledgers = new LedgerQueries(null) {
            @Override
            public List<LedgerLine> lines(
                    String account, Optional<UUID> instance, Instant from, Instant to, long before, int most) {
                pieces[0]++;
                return Collections.nCopies(most, line());
            }
        };
        Parameters parameters = new Parameters();
        new LedgerCsv(
                        ledgers,
                        Account.first("USD", 6, Instant.EPOCH),
                        LedgerRange.read(parameters, "", "", "", ""),
                        1_000_000,
                        () -> pieces[0] == 2)
                .write(OutputStream.nullOutputStream());
        assertThat(pieces[0]).isEqualTo(2);
    }

    private static LedgerLine line() {
        Credit credit = new Credit("account", BigDecimal.ONE, "reason", "author", "reference");
        return LedgerLine.credit(credit, 1, BigDecimal.ONE, Instant.EPOCH);
    }

    private static List<String> csv(BillingFixture billing, String account, int most, String after) {
        return billing.inTransaction(entities -> {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            Parameters parameters = new Parameters();
            LedgerRange range = LedgerRange.read(parameters, "", "", "", after);
            parameters.check();
            try {
                new LedgerCsv(
                                new LedgerQueries(entities),
                                entities.find(Account.class, account),
                                range,
                                most,
                                () -> false)
                        .write(written);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return List.of(written.toString(StandardCharsets.UTF_8).split("\r\n", 0));
        });
    }
}
