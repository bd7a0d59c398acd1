package dev.escriba.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.control.Outage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The limits that the shipped connection settings ask of PostgreSQL, with a session that stands still. */
class FrozenSessionTest {

    private static final Path CONFIG = Path.of("server-config");
    private static final List<String> FILES = List.of(
            "payara-micro/postgresql.asadmin",
            "payara-server/postgresql.asadmin",
            "wildfly/postgresql.cli",
            "open-liberty/database-postgresql.xml");
    private static final Pattern OPTIONS = Pattern.compile("\"((?:-c [a-z_]+=\\w+ ?)+)\"");

    @Test
    void everyServerAsksForTheSameLimits() throws IOException {
        for (String file : FILES) {
            assertThat(options(file)).as(file).isEqualTo(options(FILES.get(0)));
        }
    }

    /** The lock comes free before the one that waits for it gives up. */
    @Test
    void aSessionThatStandsStillInATransactionIsEnded() throws Exception {
        PGSimpleDataSource database = limited();
        try (Connection frozen = database.getConnection();
                Statement holding = frozen.createStatement();
                Connection other = database.getConnection();
                Statement waiting = other.createStatement()) {
            waiting.execute("create table t (id integer primary key, n integer)");
            waiting.execute("insert into t values (1, 0)");
            frozen.setAutoCommit(false);
            holding.execute("update t set n = 1");
            Instant begin = Instant.now();
            waiting.execute("update t set n = n + 10");
            assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
            // the node that goes on later finds its session gone, and its change undone
            assertThatThrownBy(() -> holding.execute("select 1"))
                    .isInstanceOf(SQLException.class)
                    .matches(Outage::isBehind)
                    .matches(Outage::isDatabaseAway);
            try (var found = waiting.executeQuery("select n from t")) {
                assertThat(found.next()).isTrue();
                assertThat(found.getInt(1)).isEqualTo(10);
            }
        }
    }

    private static PGSimpleDataSource limited() throws IOException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(((PGSimpleDataSource) Databases.postgres().dataSource()).getUrl());
        source.setUser("postgres");
        source.setOptions(options(FILES.get(0)));
        return source;
    }

    private static String options(String file) throws IOException {
        Matcher options = OPTIONS.matcher(Files.readString(CONFIG.resolve(file)));
        assertThat(options.find()).as(file).isTrue();
        return options.group(1);
    }
}
