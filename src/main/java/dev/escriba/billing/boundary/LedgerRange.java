package dev.escriba.billing.boundary;

import dev.escriba.billing.control.LedgerQueries;
import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.security.entity.Account;
import dev.escriba.web.control.Parameters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The lines of a ledger that a request asks for.
 *
 * @param from inclusive
 * @param to exclusive
 * @param before only lines with a smaller number
 */
record LedgerRange(Instant from, Instant to, Optional<UUID> instance, long before) {

    /** Reads the parameters; the caller checks their errors. */
    static LedgerRange read(Parameters parameters, String from, String to, String instanceId, String after) {
        LedgerRange range = new LedgerRange(
                parameters.instant("from", from).orElse(Instant.EPOCH),
                parameters.instant("to", to).orElse(InstantMicros.END),
                parameters.uuid("instanceId", instanceId),
                parameters.cursor("after", after, Long::valueOf).orElse(Long.MAX_VALUE));
        parameters.requireOrder("from", range.from, range.to);
        return range;
    }

    /**
     * Lines of the range, the newest first.
     *
     * @param last only lines with a smaller number
     */
    List<LedgerLine> lines(LedgerQueries ledgers, Account account, long last, int most) {
        return ledgers.lines(account.id(), instance, from, to, last, most);
    }
}
