package dev.escriba.reporting.control;

import dev.escriba.reporting.entity.AccountTotals;
import dev.escriba.reporting.entity.Checkpoint;
import dev.escriba.reporting.entity.Piece;
import dev.escriba.reporting.entity.Reconciliation.Difference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks through the ledger in pieces and remembers how far each account has been checked. A next walk reads what is new
 * since then. An account with a difference keeps its checkpoint from before it, so that the next walk finds it again.
 */
final class LedgerWalk {

    /** Waits between two pieces, or ends the walk. */
    interface Pause {

        /**
         * Called after each piece, with the time that it took.
         *
         * @throws InterruptedException if the walk ends
         */
        void after(long nanos) throws InterruptedException;
    }

    private final LedgerPieces pieces;
    private final Pause pause;
    private final int size;
    private final Map<String, Checkpoint> checkpoints = new HashMap<>();
    private long accounts;
    private long lines;

    LedgerWalk(LedgerPieces pieces, Pause pause, int size) {
        this.pieces = pieces;
        this.pause = pause;
        this.size = size;
    }

    /** Checks the balances of all accounts, and all lines that no walk before has checked. */
    List<Difference> accounts() throws InterruptedException {
        List<Difference> found = new ArrayList<>(pieces.withoutBalance());
        accounts = 0;
        lines = 0;
        List<AccountTotals> page = pieces.totals("");
        while (!page.isEmpty()) {
            for (AccountTotals totals : page) {
                found.addAll(account(totals));
                accounts++;
                lines += totals.lines();
            }
            page = pieces.totals(page.get(page.size() - 1).account());
        }
        return found;
    }

    /** Checks all runs, also those that no line names. */
    List<Difference> runs() throws InterruptedException {
        List<Difference> found = new ArrayList<>();
        String from = "";
        String to = pieces.endOfRuns(from);
        while (!to.equals(from)) {
            long begin = System.nanoTime();
            found.addAll(pieces.runs(from, to));
            pause.after(System.nanoTime() - begin);
            from = to;
            to = pieces.endOfRuns(from);
        }
        return found;
    }

    /** Number of accounts that the last walk has seen. */
    long accountsSeen() {
        return accounts;
    }

    /** Number of their lines. */
    long linesSeen() {
        return lines;
    }

    private List<Difference> account(AccountTotals totals) throws InterruptedException {
        Checkpoint checked = checkpoints.getOrDefault(totals.account(), Checkpoint.NONE);
        List<Difference> found = new ArrayList<>();
        if (checked.line() > totals.lines()) {
            found.add(difference("an account's lines do not become fewer", totals, checked.line(), totals.lines()));
        }
        while (checked.line() < totals.lines() && found.isEmpty()) {
            long begin = System.nanoTime();
            long to = Math.min(checked.line() + size, totals.lines());
            Piece piece = pieces.piece(totals.account(), checked.line(), to, checked.amount());
            if (piece.lines() != to - checked.line()) {
                found.add(difference(
                        "an account's lines are numbered without a gap", totals, to - checked.line(), piece.lines()));
            }
            if (piece.breaks() > 0) {
                found.add(difference(
                        "the balance after each line is the one before it and the line's amount",
                        totals,
                        0,
                        piece.breaks()));
            }
            found.addAll(pieces.runsOfLines(totals.account(), checked.line(), to));
            checked = checked.after(piece);
            pause.after(System.nanoTime() - begin);
        }
        if (found.isEmpty()) {
            found.addAll(sums(totals, checked));
        }
        if (found.isEmpty()) {
            checkpoints.put(totals.account(), checked);
        }
        return found;
    }

    private static List<Difference> sums(AccountTotals totals, Checkpoint checked) {
        List<Difference> found = new ArrayList<>();
        if (checked.amount().compareTo(totals.amount()) != 0) {
            found.add(difference(
                    "the sum of an account's lines is its balance", totals, checked.amount(), totals.amount()));
        }
        if (checked.held().compareTo(totals.held()) != 0 || totals.open().compareTo(totals.held()) != 0) {
            found.add(difference(
                    "what is held of an account is the sum of its open holds, and of what its ledger holds",
                    totals,
                    totals.open(),
                    totals.held()));
        }
        return found;
    }

    private static Difference difference(String rule, AccountTotals totals, Object expected, Object found) {
        return new Difference(rule, totals.account(), String.valueOf(expected), String.valueOf(found));
    }
}
