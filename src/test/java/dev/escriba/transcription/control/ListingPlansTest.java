package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.schema.Databases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A million executions: every listing finds its page by an index of its own, and sorts nothing. */
class ListingPlansTest {

    private static final String COLUMNS =
            "insert into instance (id, account_id, caller, node, state, model_id, user_identifier, channel,"
                    + " culture, file_bytes, container, codec, started_at, transcript_stored_at, lease_until) select ";

    private static final String VALUES = "'account' || mod(x, 3), 'key:' || mod(x, 50), 'node',"
            + " case mod(x, 100) when 0 then 'FAILED' else 'SUCCEEDED' end, 'model' || mod(x, 5), 'user' || mod(x, 10000),"
            + " 'channel' || mod(x, 20), 'en', 1, 'WAV', 'pcm', 1000000 * cast(x as bigint), case when mod(x, 2) = 0 then 1000000 * cast(x as bigint) else null end, null from ";

    @Test
    void onPostgres() throws SQLException {
        try (Connection connection = Databases.postgres().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            accounts(statement);
            // indexes made at the end, as they are defined, take a fraction of the time
            List<String> indexes = indexes(statement);
            for (String index : indexes) {
                statement.execute("drop index " + index.split(" ", -1)[2]);
            }
            statement.execute(COLUMNS + "gen_random_uuid()::text, " + VALUES + "generate_series(1, 1000000) as s(x)");
            for (String index : indexes) {
                statement.execute(index);
            }
            statement.execute("analyze instance");
            plans(statement, "Index", "Sort", "Seq Scan");
        }
    }

    private static List<String> indexes(Statement statement) throws SQLException {
        List<String> definitions = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "select indexdef from pg_indexes where tablename = 'instance' and indexname like 'instance_by_%'")) {
            while (rows.next()) {
                definitions.add(rows.getString(1));
            }
        }
        assertThat(definitions).hasSizeGreaterThan(6);
        return definitions;
    }

    /** Its plans do not depend on how much there is. */
    @Test
    void onH2() throws SQLException {
        try (Connection connection = Databases.h2().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            accounts(statement);
            statement.execute(COLUMNS + "cast(random_uuid() as varchar(36)), " + VALUES
                    + "(select x from system_range(1, 20000)) as s");
            statement.execute("analyze");
            plans(statement, "INSTANCE_BY_", "tableScan", "PRIMARY_KEY");
        }
    }

    private static void accounts(Statement statement) throws SQLException {
        for (int i = 0; i < 3; i++) {
            statement.execute(
                    "insert into account (id, name, currency, created_at) values ('account" + i + "', 'a', 'USD', 1)");
        }
    }

    private static void plans(Statement statement, String wanted, String... unwanted) throws SQLException {
        String order = " order by started_at desc, id desc limit 51";
        String page = " and started_at <= 90000000000 and (started_at < 90000000000 or id < 'x')";
        for (String filter : new String[] {
            "",
            " and started_at >= 50000000000 and started_at < 60000000000",
            " and user_identifier = 'user7'",
            " and channel = 'channel7'",
            " and model_id = 'model2'",
            " and state = 'FAILED'",
            " and caller = 'key:7'"
        }) {
            for (String position : new String[] {"", page}) {
                String query =
                        "select id, state from instance where account_id = 'account1'" + filter + position + order;
                String plan = plan(statement, query);
                assertThat(plan).as(query).contains(wanted).doesNotContain(unwanted);
            }
        }
        for (String query : new String[] {
            "select id from instance where state = 'RUNNING' and lease_until < 5 order by lease_until limit 500",
            "select id from instance where transcript_stored_at < 5000000 order by transcript_stored_at limit 500",
            "select line_number from ledger_line where account_id = 'account1' and line_number < 5 and booked_at >= 0 and booked_at < 9"
                    + " order by line_number desc limit 101"
        }) {
            assertThat(plan(statement, query).toLowerCase(Locale.ROOT))
                    .as(query)
                    .doesNotContain("seq scan", "tablescan");
        }
    }

    private static String plan(Statement statement, String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows = statement.executeQuery("explain " + query)) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
