package dev.escriba.billing.boundary;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.LedgerLine;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;

/** A line of the ledger. A positive amount increases the balance. */
@JsonbNillable
@JsonbPropertyOrder({"line", "kind", "amount", "balanceAfter", "contra", "instanceId", "reason", "author", "bookedAt"})
public record LedgerLineView(
        long line,
        String kind,
        BigDecimal amount,
        BigDecimal balanceAfter,
        String contra,
        String instanceId,
        String reason,
        String author,
        Instant bookedAt) {

    static LedgerLineView of(LedgerLine line) {
        return new LedgerLineView(
                line.lineNumber(),
                line.kind().name(),
                Amounts.shortest(line.amount()),
                Amounts.shortest(line.balanceAfter()),
                line.kind().contra().name(),
                line.instanceId().map(Object::toString).orElse(null),
                line.reason().orElse(null),
                line.author().orElse(null),
                line.bookedAt());
    }
}
