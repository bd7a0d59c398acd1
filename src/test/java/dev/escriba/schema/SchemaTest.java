package dev.escriba.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.schema.control.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class SchemaTest {

    @Test
    void migratesAnEmptyH2AndLeavesAMigratedOneAlone() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:schema;DB_CLOSE_DELAY=-1");
        migratesTwice(h2);
    }

    @Test
    void migratesAnEmptyPostgresAndLeavesAMigratedOneAlone() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            migratesTwice(postgres.getPostgresDatabase());
        }
    }

    private static void migratesTwice(DataSource dataSource) throws SQLException {
        String version = Schema.migrate(dataSource);
        assertThat(tables(dataSource)).contains("account", "api_key", "instance");
        assertThat(Schema.migrate(dataSource)).isEqualTo(version);
    }

    private static List<String> tables(DataSource dataSource) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                ResultSet tables =
                        connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
