package dev.escriba.reporting.entity;

import java.time.Instant;
import java.util.List;

/**
 * The result of a reconciliation.
 *
 * @param accounts number of compared balances
 * @param lines number of compared ledger lines
 * @param differences the first hundred differences; empty if the ledger balances
 */
public record Reconciliation(Instant checkedAt, long accounts, long lines, List<Difference> differences) {

    public Reconciliation {
        differences = List.copyOf(differences);
    }

    public boolean balanced() {
        return differences.isEmpty();
    }

    /**
     * Two values that should be equal.
     *
     * @param rule the broken rule
     * @param subject id of the account or run
     */
    public record Difference(String rule, String subject, String expected, String found) {}
}
