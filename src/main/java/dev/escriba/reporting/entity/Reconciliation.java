package dev.escriba.reporting.entity;

import java.time.Instant;
import java.util.List;

/**
 * Whether the books balance.
 *
 * @param accounts how many balances were compared
 * @param lines how many lines of the ledger
 * @param differences none where all is well; no more than the first hundred
 */
public record Reconciliation(Instant checkedAt, long accounts, long lines, List<Difference> differences) {

    public Reconciliation {
        differences = List.copyOf(differences);
    }

    public boolean balanced() {
        return differences.isEmpty();
    }

    /**
     * Two things that ought to be the same.
     *
     * @param rule which of the rules is broken
     * @param subject id of the account or execution
     */
    public record Difference(String rule, String subject, String expected, String found) {}
}
