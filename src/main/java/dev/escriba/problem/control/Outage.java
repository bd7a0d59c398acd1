package dev.escriba.problem.control;

import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.transaction.xa.XAException;

/** Tells a database that is away, or too busy, from one that refuses what it is told. */
public final class Outage {

    private Outage() {}

    /** Whether something failed because the database could not be reached, stopped, had no connection to give, or others stood in the way: it may well work the next time. */
    public static boolean isBehind(Throwable thrown) {
        boolean rolledBack = false;
        boolean explained = false;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof SQLException failure && isOutage(failure)) {
                return true;
            }
            rolledBack |= cause instanceof RollbackException;
            explained |= cause instanceof SQLException || cause instanceof PersistenceException;
            // a commit that nobody answered: whether it happened is not known
            if (cause instanceof SystemException || cause instanceof XAException) {
                return true;
            }
        }
        // a connection that broke leaves nothing but a transaction that can only be rolled back
        return rolledBack && !explained;
    }

    private static boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                // a pool that cannot connect has no state to tell
                || state == null
                // connection lost; resources; operator intervention
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                // one of two that stood in each other's way: the next try finds the way free
                || state.equals("40001")
                || state.equals("40P01")
                // H2: the database is closed
                || state.equals("90098")
                || state.equals("90121");
    }
}
