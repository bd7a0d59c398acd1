package dev.escriba.reporting.control;

import dev.escriba.reporting.entity.Reconciliation;
import dev.escriba.reporting.entity.Reconciliation.Difference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares balances, holds, runs and the whole ledger, for a ledger that is not too long for that. Each rule is one
 * statement, because one statement sees one state of the database while other transactions go on. It selects the
 * violations: subject, expected value, found value. Runs are read from the table of {@code transcription}, which is
 * never written here.
 */
@ApplicationScoped
public class Reconciler {

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "the sum of an account's lines is its balance",
                    "select b.account_id, coalesce(l.total, 0), b.amount from balance b left join"
                            + " (select account_id, sum(amount) as total from ledger_line group by account_id) l"
                            + " on l.account_id = b.account_id where coalesce(l.total, 0) <> b.amount"),
            new Rule(
                    "an account's lines are numbered without a gap",
                    "select b.account_id, b.lines, l.line_count from balance b left join"
                            + " (select account_id, count(*) as line_count, max(line_number) as highest"
                            + " from ledger_line group by account_id) l"
                            + " on l.account_id = b.account_id"
                            + " where b.lines <> coalesce(l.line_count, 0) or b.lines <> coalesce(l.highest, 0)"),
            new Rule(
                    "an account with lines has a balance",
                    "select distinct l.account_id, 'a balance', 'none' from ledger_line l"
                            + " where not exists (select 1 from balance b where b.account_id = l.account_id)"),
            new Rule(
                    "the balance after each line is the one before it and the line's amount",
                    "select c.account_id, c.before_it + c.amount, c.balance_after from"
                            + " (select account_id, amount, balance_after, coalesce(lag(balance_after)"
                            + " over (partition by account_id order by line_number), 0) as before_it"
                            + " from ledger_line) c"
                            + " where c.before_it + c.amount <> c.balance_after"),
            new Rule(
                    "what is held of an account is the sum of its open holds, and of what its ledger holds",
                    "select b.account_id, coalesce(h.total, 0), b.held from balance b left join"
                            + " (select account_id, sum(amount) as total from hold where state = 'OPEN'"
                            + " group by account_id) h"
                            + " on h.account_id = b.account_id left join"
                            + " (select account_id, -sum(amount) as total from ledger_line where contra = 'HELD'"
                            + " group by account_id) l"
                            + " on l.account_id = b.account_id"
                            + " where coalesce(h.total, 0) <> b.held or coalesce(l.total, 0) <> b.held"));

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    protected Reconciler() {}

    /** For use without a container. */
    public Reconciler(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Checks all rules for all accounts. */
    @Transactional
    public Reconciliation reconcile() {
        List<Difference> differences = new ArrayList<>();
        RULES.forEach(rule -> differences.addAll(rule.violations(entities)));
        RunRules.all().forEach(rule -> differences.addAll(rule.violations(entities)));
        return new Reconciliation(
                clock.instant(),
                count("select count(b) from Balance b"),
                count("select count(l) from LedgerLine l"),
                differences.subList(0, Math.min(Rule.MAX_DIFFERENCES, differences.size())));
    }

    private long count(String query) {
        return entities.createQuery(query, Long.class).getSingleResult();
    }
}
