package dev.escriba.schema.control;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections to PostgreSQL without the limits that suit requests. A migration of a large table may take long, while
 * the session that holds Flyway's lock stands still. The limits are back when a connection returns to its pool.
 */
final class PatientConnections {

    private static final String LIFT = "set statement_timeout = '1h'; set idle_in_transaction_session_timeout = '1h'";
    private static final String RESTORE = "reset statement_timeout; reset idle_in_transaction_session_timeout";

    private static final int NETWORK_TIMEOUT = (int) Duration.ofMinutes(61).toMillis();

    private static final Logger LOG = Logger.getLogger(PatientConnections.class.getName());

    private PatientConnections() {}

    static DataSource of(DataSource source) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection ? patient(connection) : result;
        });
    }

    private static Connection patient(Connection connection) throws SQLException {
        int timeout = connection.getNetworkTimeout();
        // longer than the limit of a statement: if a driver gives up first, the statement and its locks stay
        connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT);
        execute(connection, LIFT);
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close") && !connection.isClosed()) {
                restore(connection, timeout);
            }
            return call(connection, method, arguments);
        });
    }

    private static void restore(Connection connection, int timeout) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            execute(connection, RESTORE);
            connection.setNetworkTimeout(Runnable::run, timeout);
        } catch (SQLException broken) {
            // the pool finds out by itself
            LOG.log(Level.FINE, "a connection of the migration is broken", broken);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
