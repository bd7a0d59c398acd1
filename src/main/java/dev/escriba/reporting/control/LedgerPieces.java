package dev.escriba.reporting.control;

import dev.escriba.reporting.entity.AccountTotals;
import dev.escriba.reporting.entity.Piece;
import dev.escriba.reporting.entity.Reconciliation.Difference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.List;

/**
 * Reads the ledger in pieces of bounded size; each method is a short transaction. Lines never change, so that several
 * statements see the same ones.
 */
@ApplicationScoped
public class LedgerPieces {

    /** Lines, runs or accounts that one statement reads at most. */
    static final int SIZE = 20_000;

    private static final String TOTALS =
            "select b.account_id, b.lines, b.amount, b.held, (select coalesce(sum(h.amount), 0) from hold h"
                    + " where h.account_id = b.account_id and h.state = 'OPEN') from balance b"
                    + " where b.account_id > ?1 order by b.account_id";

    private static final String PIECE = "select count(*), coalesce(sum(c.amount), 0),"
            + " coalesce(sum(case when c.contra = 'HELD' then c.amount else 0 end), 0),"
            + " coalesce(sum(case when c.before_it + c.amount <> c.balance_after then 1 else 0 end), 0)"
            + " from (select amount, contra, balance_after, coalesce(lag(balance_after) over"
            + " (order by line_number), cast(?4 as numeric(28, 9))) as before_it from ledger_line"
            + " where account_id = ?1 and line_number > ?2 and line_number <= ?3) c";

    private static final List<Rule> OF_LINES =
            RunRules.of("in (select r.instance_id from ledger_line r where r.account_id = ?1 and r.line_number > ?2"
                    + " and r.line_number <= ?3 and r.instance_id is not null)");

    private static final List<Rule> OF_RUNS =
            RunRules.of("in (select r.id from instance r where r.id > ?1 and r.id <= ?2)");

    private static final Rule WITHOUT_BALANCE = new Rule(
            "an account with lines has a balance",
            "select a.id, 'a balance', 'none' from account a"
                    + " where exists (select 1 from ledger_line l where l.account_id = a.id)"
                    + " and not exists (select 1 from balance b where b.account_id = a.id)");

    @PersistenceContext
    EntityManager entities;

    protected LedgerPieces() {}

    /** For use without a container. */
    LedgerPieces(EntityManager entities) {
        this.entities = entities;
    }

    /** Whether the books have more lines than this, or more runs: a run that cost nothing has no line. */
    @Transactional
    public boolean areMoreThan(long most) {
        Object lines = entities.createNativeQuery("select coalesce(sum(b.lines), 0) from balance b")
                .getSingleResult();
        return ((Number) lines).longValue() > most || isRunAfter(most);
    }

    /** Reads at most this many rows, however many there are. An order could make the database sort them all. */
    private boolean isRunAfter(long runs) {
        return !entities.createNativeQuery(
                        "select i.id from instance i offset " + runs + " rows fetch first 1 rows only")
                .getResultList()
                .isEmpty();
    }

    /** The totals of the next accounts after this one, by their ids. */
    @Transactional
    public List<AccountTotals> totals(String after) {
        List<?> rows = query(TOTALS, after).setMaxResults(SIZE).getResultList();
        return rows.stream().map(Object[].class::cast).map(LedgerPieces::totals).toList();
    }

    private static AccountTotals totals(Object[] row) {
        return new AccountTotals(
                (String) row[0], ((Number) row[1]).longValue(), decimal(row[2]), decimal(row[3]), decimal(row[4]));
    }

    /**
     * The lines of an account after {@code from} until {@code to}.
     *
     * @param before the balance after the line {@code from}
     */
    @Transactional
    public Piece piece(String account, long from, long to, BigDecimal before) {
        Object[] row = (Object[]) query(PIECE, account, from, to, before).getSingleResult();
        return new Piece(
                ((Number) row[0]).longValue(), decimal(row[1]), decimal(row[2]), ((Number) row[3]).longValue());
    }

    /** Violations of the runs that these lines name. */
    @Transactional
    public List<Difference> runsOfLines(String account, long from, long to) {
        return OF_LINES.stream()
                .flatMap(rule -> rule.violations(entities, account, from, to).stream())
                .toList();
    }

    /** The last id of the next page of runs after this id; this id itself where no run is left. */
    @Transactional
    public String endOfRuns(String after) {
        Object last = query(
                        "select max(p.id) from (select i.id from instance i where i.id > ?1 order by i.id"
                                + " fetch first " + SIZE + " rows only) p",
                        after)
                .getSingleResult();
        return last == null ? after : (String) last;
    }

    /** Violations of the runs whose ids are after {@code from} and until {@code to}. */
    @Transactional
    public List<Difference> runs(String from, String to) {
        return OF_RUNS.stream()
                .flatMap(rule -> rule.violations(entities, from, to).stream())
                .toList();
    }

    /** Accounts that have lines and no balance. */
    @Transactional
    public List<Difference> withoutBalance() {
        return WITHOUT_BALANCE.violations(entities);
    }

    private Query query(String sql, Object... parameters) {
        Query query = entities.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }

    private static BigDecimal decimal(Object number) {
        return new BigDecimal(number.toString());
    }
}
