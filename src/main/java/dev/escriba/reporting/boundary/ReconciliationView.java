package dev.escriba.reporting.boundary;

import dev.escriba.reporting.entity.Reconciliation;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;

/** What a check of the books found; no differences where they balance. */
@JsonbPropertyOrder({"balanced", "checkedAt", "accounts", "lines", "differences"})
public record ReconciliationView(
        boolean balanced, Instant checkedAt, long accounts, long lines, List<DifferenceView> differences) {

    /** A rule that does not hold, for an account or an execution. */
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
