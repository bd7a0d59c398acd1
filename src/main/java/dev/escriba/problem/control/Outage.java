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

    private static boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                // some connection pools throw without a SQL state if they cannot connect
                || state == null
                // 08: connection lost; 53: insufficient resources; 57P: operator intervention
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                // serialization failure and deadlock: a new try can succeed
                || state.equals("40001")
                || state.equals("40P01")
                // H2: the database is closed
                || state.equals("90098")
                || state.equals("90121");
    }
}
