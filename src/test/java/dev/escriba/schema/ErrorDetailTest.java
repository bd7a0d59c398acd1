package dev.escriba.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The message of an error of PostgreSQL can reach a log. With the shipped connection settings it has no values. */
class ErrorDetailTest {

    private static final Pattern SETTING = Pattern.compile("logServerErrorDetail(?:=|:add\\(value=)\"?(true|false)\\b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payara-micro/postgresql.asadmin",
                "payara-server/postgresql.asadmin",
                "wildfly/postgresql.cli",
                "open-liberty/database-postgresql.xml"
            })
    void theMessageHasNoValuesOfTheRow(String file) throws Exception {
        Matcher setting = SETTING.matcher(Files.readString(Path.of("server-config", file)));
        assertThat(setting.find()).isTrue();
        PGSimpleDataSource source = source();
        source.setLogServerErrorDetail(Boolean.parseBoolean(setting.group(1)));
        for (String insert : new String[] {"(1, 'Ana')", "(2, null)"}) {
            assertThat(refusal(source, insert)).contains("violates").doesNotContain("Ana", "(1", "(2");
        }
    }

    /** Else the test above would not show anything. */
    @Test
    void theDriverTellsTheValuesByDefault() throws Exception {
        assertThat(refusal(source(), "(1, 'Ana')")).contains("(Ana)");
    }

    private static PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(((PGSimpleDataSource) Databases.postgres().dataSource()).getUrl());
        source.setUser("postgres");
        return source;
    }

    private static String refusal(PGSimpleDataSource source, String values) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists person (id integer, name varchar(9) not null unique)");
            statement.execute("insert into person values (0, 'Ana') on conflict do nothing");
            return catchThrowableOfType(
                            SQLException.class, () -> statement.execute("insert into person values " + values))
                    .getMessage();
        }
    }
}
