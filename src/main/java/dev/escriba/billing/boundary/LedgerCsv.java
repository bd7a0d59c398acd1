package dev.escriba.billing.boundary;

import dev.escriba.billing.control.LedgerQueries;
import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.security.entity.Account;
import dev.escriba.web.control.CsvCells;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A ledger as CSV. It is written while it is read, a piece at a time, so that its length does not matter.
 *
 * @param most maximum number of lines
 * @param clientGone whether no one reads on: then the rest of the ledger is not read either
 */
record LedgerCsv(LedgerQueries ledgers, Account account, LedgerRange range, int most, BooleanSupplier clientGone)
        implements StreamingOutput {

    private static final int PIECE = 1000;

    private static final List<String> HEADER = List.of(
            "line",
            "kind",
            "amount",
            "balanceAfter",
            "currency",
            "contra",
            "instanceId",
            "reason",
            "author",
            "bookedAt",
            "accountId",
            "account");

    @Override
    public void write(OutputStream output) throws IOException {
        output.write(bytes(HEADER));
        long before = range.before();
        int left = most;
        while (left > 0 && !clientGone.getAsBoolean()) {
            int asked = Math.min(PIECE, left);
            List<LedgerLine> piece = range.lines(ledgers, account, before, asked);
            for (LedgerLine line : piece) {
                output.write(bytes(cells(line)));
                before = line.lineNumber();
            }
            left = piece.size() < asked ? 0 : left - asked;
        }
    }

    private List<String> cells(LedgerLine line) {
        return List.of(
                String.valueOf(line.lineNumber()),
                line.kind().name(),
                Amounts.plain(line.amount()),
                Amounts.plain(line.balanceAfter()),
                account.currency(),
                line.kind().contra().name(),
                line.instanceId().map(Object::toString).orElse(""),
                CsvCells.text(line.reason().orElse(null)),
                CsvCells.text(line.author().orElse(null)),
                line.bookedAt().toString(),
                account.id(),
                CsvCells.text(account.name()));
    }

    private static byte[] bytes(List<String> cells) {
        return CsvCells.line(cells).getBytes(StandardCharsets.UTF_8);
    }
}
