package dev.escriba.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Explains every query before it runs, with its actual parameters. */
public final class ExplainedQueries {

    private final DataSource source;
    private final List<String> plans = new ArrayList<>();

    public ExplainedQueries(DataSource source) {
        this.source = source;
    }

    /** The plans of the queries since the last call, each preceded by its SQL. */
    public List<String> plans() {
        List<String> all = List.copyOf(plans);
        plans.clear();
        return all;
    }

    public DataSource dataSource() {
        return proxy(DataSource.class, source, (method, arguments, result) -> {
            return result instanceof Connection connection ? explaining(connection) : result;
        });
    }

    private Connection explaining(Connection connection) {
        return proxy(Connection.class, connection, (method, arguments, result) -> {
            boolean isQuery = result instanceof PreparedStatement
                    && arguments[0] instanceof String sql
                    && sql.toLowerCase(java.util.Locale.ROOT).startsWith("select");
            return isQuery ? explaining((PreparedStatement) result, connection, (String) arguments[0]) : result;
        });
    }

    private PreparedStatement explaining(PreparedStatement query, Connection connection, String sql)
            throws SQLException {
        PreparedStatement explanation = connection.prepareStatement("explain " + sql);
        return proxy(PreparedStatement.class, query, (method, arguments, result) -> {
            if (method.getName().startsWith("set") && method.getParameterCount() == 2) {
                method.invoke(explanation, arguments);
            } else if (method.getName().equals("executeQuery")) {
                plans.add(sql + "\n" + plan(explanation));
            } else if (method.getName().equals("close")) {
                explanation.close();
            }
            return result;
        });
    }

    private static String plan(PreparedStatement explanation) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows = explanation.executeQuery()) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    private interface After {
        Object call(Method method, Object[] arguments, Object result) throws Exception;
    }

    /** Calls the target first. */
    private static <T> T proxy(Class<T> type, T target, After after) {
        return type.cast(Proxy.newProxyInstance(
                ExplainedQueries.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return after.call(method, arguments, method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
