package dev.escriba.reporting.control;

import java.util.List;

/**
 * The rules that concern one run each. Each is a statement that selects the violations: subject, expected value, found
 * value. The runs can be limited to those of a subquery.
 */
final class RunRules {

    private RunRules() {}

    /** For all runs. */
    static List<Rule> all() {
        return of("is not null");
    }

    /** @param runs a condition on the id of a run, such as {@code in (select ...)} */
    static List<Rule> of(String runs) {
        return List.of(
                new Rule(
                        "an execution's lines are what its hold says",
                        "select l.instance_id, h.state, l.total from"
                                + " (select instance_id, sum(amount) as total, sum(case when kind = 'HOLD' then -amount"
                                + " else 0 end) as held,"
                                + " sum(case when kind = 'CHARGE' then -amount else 0 end) as charged from ledger_line"
                                + " where instance_id " + runs + " group by instance_id) l"
                                + " left join hold h on h.instance_id = l.instance_id"
                                + " where h.instance_id is null or h.amount <> l.held"
                                + " or coalesce(h.charged, 0) <> l.charged or l.total <> case h.state"
                                + " when 'OPEN' then -h.amount when 'SETTLED' then -h.charged else 0 end"),
                new Rule(
                        "a hold is as far as its execution",
                        "select i.id, i.state, h.state from hold h join instance i on i.id = h.instance_id"
                                + " where h.instance_id " + runs + " and (h.account_id <> i.account_id"
                                + " or h.state not in (case i.state when 'RUNNING' then 'OPEN'"
                                + " when 'QUEUED' then 'OPEN' when 'SUCCEEDED' then 'SETTLED' else 'RELEASED' end,"
                                + " case i.state when 'FAILED' then 'EXPIRED' when 'RUNNING' then 'OPEN'"
                                + " when 'QUEUED' then 'OPEN' when 'CANCELLED' then 'EXPIRED' else 'SETTLED' end))"),
                new Rule(
                        "an execution that a price was named for cost what was charged",
                        "select i.id, i.completion_cost + i.prompt_cost, h.charged from instance i"
                                + " left join hold h on h.instance_id = i.id"
                                + " where i.id " + runs + " and i.state = 'SUCCEEDED' and i.price_id is not null"
                                + " and i.completion_cost + i.prompt_cost <> coalesce(h.charged, 0)"));
    }
}
