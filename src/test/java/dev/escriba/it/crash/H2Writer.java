package dev.escriba.it.crash;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that writes into an H2 file as the service does, until it is killed. {@link H2Crash} starts it. It prints a
 * line for each commit, and ends in order when its standard input ends.
 */
final class H2Writer {

    /** Exit code: the file cannot be opened, or lacks a commit. */
    static final int DAMAGED = 3;

    private static final int WRITERS = 6;
    private static final int ACCOUNTS = 20;
    private static final int MAX_TRANSCRIPT = 20_000;

    private H2Writer() {}

    /** Arguments: the URL, the number of ledger lines that were confirmed so far, and a seed. */
    public static void main(String[] arguments) throws IOException {
        String url = arguments[0];
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
        AtomicLong next = new AtomicLong();
        try (Connection connection = DriverManager.getConnection(url)) {
            create(connection);
            long lines = number(connection, "select count(*) from line");
            if (lines < Long.parseLong(arguments[1])) {
                throw new IllegalStateException(lines + " lines are left of " + arguments[1]);
            }
            next.set(number(connection, "select coalesce(max(id), 0) from run"));
        } catch (SQLException | RuntimeException e) {
            e.printStackTrace();
            System.exit(DAMAGED);
        }
        System.out.println("open " + next);
        for (int i = 0; i < WRITERS; i++) {
            SplittableRandom own = random.split();
            Thread writer = new Thread(() -> write(url, own, next), "writer");
            writer.setDaemon(true);
            writer.start();
        }
        while (System.in.read() >= 0) {
            // waits for the end of the input
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        } catch (SQLException e) {
            e.printStackTrace();
            System.exit(DAMAGED);
        }
        System.exit(0);
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table if not exists line (id bigint primary key, account int, amount numeric(20,6))");
            statement.execute("create index if not exists line_by_account on line (account, id)");
            statement.execute("create table if not exists balance (account int primary key, amount numeric(20,6))");
            statement.execute(
                    "create table if not exists run (id bigint primary key, state varchar(20), transcript clob)");
            statement.execute("create table if not exists bucket (subject varchar(50) primary key, full_at bigint)");
            for (int i = 0; i < ACCOUNTS; i++) {
                statement.execute("merge into balance key (account) values (" + i
                        + ", coalesce((select amount from balance where account = " + i + "), 0))");
            }
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void write(String url, SplittableRandom random, AtomicLong next) {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            while (true) {
                writeOne(connection, random, next.incrementAndGet());
            }
        } catch (SQLException closed) {
            // the orderly stop closes the database
        }
    }

    private static void writeOne(Connection connection, SplittableRandom random, long id) throws SQLException {
        int account = random.nextInt(ACCOUNTS);
        execute(connection, "insert into run values (?, 'RUNNING', null)", id);
        execute(connection, "merge into bucket key (subject) values (?, ?)", "key:" + account, id);
        connection.commit();
        String transcript = "word ".repeat(random.nextInt(MAX_TRANSCRIPT) / 5);
        execute(connection, "update run set state = 'SUCCEEDED', transcript = ? where id = ?", transcript, id);
        execute(connection, "insert into line values (?, ?, 0.000001)", id, account);
        execute(connection, "update balance set amount = amount - 0.000001 where account = ?", account);
        execute(connection, "update run set transcript = null where id = ?", id - 500);
        connection.commit();
        System.out.println("line");
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
