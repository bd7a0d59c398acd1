package dev.escriba.reporting.boundary;

import dev.escriba.reporting.entity.Reconciliation;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;

/** The result of a reconciliation; without differences if the ledger balances. */
@JsonbPropertyOrder({"balanced", "checkedAt", "accounts", "lines", "differences"})
public record ReconciliationView(
        boolean balanced, Instant checkedAt, long accounts, long lines, List<DifferenceView> differences) {

    /** A rule that an account or a run breaks. */
    @JsonbPropertyOrder({"rule", "subject", "expected", "found"})
    public record DifferenceView(String rule, String subject, String expected, String found) {}

    static ReconciliationView of(Reconciliation result) {
        return new ReconciliationView(
                result.balanced(),
                result.checkedAt(),
                result.accounts(),
                result.lines(),
                result.differences().stream()
                        .map(difference -> new DifferenceView(
                                difference.rule(), difference.subject(), difference.expected(), difference.found()))
                        .toList());
    }
}
