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

    /** The value of the option as it stands in the file. */
    private static final Pattern OPTIONS =
            Pattern.compile("property\\.options=(.+)|options(?:=|:add\\(value=)\"([^\"]+)\"");

    /** On the Payara servers, the quotes of the value belong to these two. */
    private static final Pattern NAME = Pattern.compile("^-capplication_name=\" | -c application_name=\"$");

    @Test
    void everyServerAsksForTheSameLimits() throws IOException {
        for (String file : FILES) {
            assertThat(limits(file)).as(file).isEqualTo(limits(FILES.get(0))).matches("(-c [a-z_]+=\\w+ ?){6}");
        }
    }

    @Test
    void theLimitsAreInForceHoweverAServerReadsTheQuotes() throws Exception {
        for (String options :
                List.of(options(FILES.get(0)), options(FILES.get(0)).replace("\"", ""))) {
            try (Connection connection = limited(options).getConnection();
                    Statement statement = connection.createStatement()) {
                try (var found = statement.executeQuery("show application_name")) {
                    assertThat(found.next()).isTrue();
                    assertThat(found.getString(1)).doesNotContain("\"", "-c").isNotEmpty();
                }
                for (String limit : limits(FILES.get(0)).substring(3).split(" -c ", -1)) {
                    String[] parts = limit.split("=", -1);
                    try (var found = statement.executeQuery("show " + parts[0])) {
                        assertThat(found.next()).isTrue();
                        assertThat(found.getString(1)).as(limit).isEqualTo(parts[1]);
                    }
                }
            }
        }
    }

    /** The lock comes free before the one that waits for it gives up. */
    @Test
    void aSessionThatStandsStillInATransactionIsEnded() throws Exception {
        PGSimpleDataSource database = limited(options(FILES.get(0)));
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

    private static PGSimpleDataSource limited(String options) throws IOException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(((PGSimpleDataSource) Databases.postgres().dataSource()).getUrl());
        source.setUser("postgres");
        source.setOptions(options);
        return source;
    }

    private static String options(String file) throws IOException {
        Matcher options = OPTIONS.matcher(Files.readString(CONFIG.resolve(file)));
        assertThat(options.find()).as(file).isTrue();
        return options.group(1) == null ? options.group(2) : options.group(1);
    }

    private static String limits(String file) throws IOException {
        return NAME.matcher(options(file)).replaceAll("");
    }
}
