package dev.escriba.problem.control;

import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.transaction.xa.XAException;

/** Distinguishes a database that is unreachable or overloaded from one that refuses a statement. */
public final class Outage {

    private Outage() {}

    /**
     * Whether an unreachable or overloaded database, an exhausted connection pool or a lock conflict caused the
     * failure. A later try may succeed.
     */
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
            // the commit got no answer: its outcome is unknown
            if (cause instanceof SystemException || cause instanceof XAException) {
                return true;
            }
        }
        // after a broken connection some servers report only that the transaction was marked for rollback
        return rolledBack && !explained;
    }

    /** Whether the database cannot be reached, or has ended the session: the next statement would fail too. */
    public static boolean isDatabaseAway(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof SQLException failure && isAway(failure)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return isAway(failure)
                || failure instanceof SQLTransientException
                // 53: insufficient resources
                || state.startsWith("53")
                // a lock or a statement took longer than its timeout
                || state.equals("55P03")
                || state.equals("57014")
                // serialization failure and deadlock: a new try can succeed
                || state.equals("40001")
                || state.equals("40P01");
    }

    private static boolean isAway(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLRecoverableException
                // some connection pools throw without a SQL state if they cannot connect
                || state == null
                // 08: connection lost; 57P: operator intervention
                || state.startsWith("08")
                || state.startsWith("57P")
                // the database ended a session that stood still within a transaction
                || state.equals("25P03")
                // H2: the database is closed
                || state.equals("90098")
                || state.equals("90121");
    }
}
