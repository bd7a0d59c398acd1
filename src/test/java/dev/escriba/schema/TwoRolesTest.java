package dev.escriba.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.schema.control.Schema;
import dev.escriba.settings.entity.CannotStart;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped script for an owner of the tables and a lesser role of the service. */
class TwoRolesTest {

    private static final Path SCRIPT = Path.of("server-config/postgresql/roles.sql");

    /** A server of its own: roles belong to a whole server, and this test makes and drops them. */
    private static EmbeddedPostgres postgres;

    private DataSource superuser;
    private DataSource service;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void open() throws Exception {
        execute(postgres.getPostgresDatabase(), "create database books");
        superuser = postgres.getDatabase("postgres", "books");
        service = postgres.getDatabase("escriba", "books");
    }

    @AfterEach
    void drop() throws Exception {
        execute(
                postgres.getPostgresDatabase(),
                "drop database books with (force)",
                "drop role if exists escriba",
                "drop role if exists escriba_owner");
    }

    @Test
    void aNewDatabaseIsMigratedByItsOwnerAlone() throws Exception {
        execute(superuser, Files.readString(SCRIPT));
        assertThatThrownBy(() -> Schema.migrate(service)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> Schema.validate(service))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("migrate-and-stop");
        String version = Schema.migrate(postgres.getDatabase("escriba_owner", "books"));
        execute(superuser, Files.readString(SCRIPT));
        assertThat(Schema.validate(service)).isEqualTo(version);
        requireService();
    }

    @Test
    void aDatabaseThatTheServiceOwnsIsMovedOver() throws Exception {
        execute(superuser, "create role escriba login", "alter database books owner to escriba");
        execute(superuser, "grant all on schema public to escriba");
        Schema.migrate(service, "5");
        execute(service, "alter table ledger_line disable trigger user", "alter table ledger_line enable trigger user");
        execute(superuser, Files.readString(SCRIPT));
        assertThatThrownBy(() -> Schema.validate(service)).isInstanceOf(CannotStart.class);
        Schema.migrate(postgres.getDatabase("escriba_owner", "books"));
        Schema.validate(service);
        requireService();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alter role escriba superuser", "grant escriba_owner to escriba"})
    void aServiceThatKeepsTheRightsIsRefused(String right) throws Exception {
        execute(superuser, "create role escriba login", "create role escriba_owner login", right);
        assertThatThrownBy(() -> execute(superuser, Files.readString(SCRIPT))).isInstanceOf(SQLException.class);
    }

    /** The service does its work, and cannot change the past in any way. */
    private void requireService() throws SQLException {
        try (BillingFixture billing = new BillingFixture(new Databases.Database("service", service))) {
            String account = billing.account();
            billing.credit(account, "1");
            billing.settle(billing.begin(account, "0.5"), "0.25");
            billing.release(billing.begin(account, "0.5"));
            billing.expire(billing.begin(account, "0.5"));
            assertThat(billing.reconcile().differences()).isEmpty();
        }
        for (String statement : new String[] {
            "alter table ledger_line disable trigger user",
            "drop trigger ledger_line_is_append_only on ledger_line",
            "update ledger_line set amount = 1",
            "delete from ledger_line",
            "truncate ledger_line cascade",
            "truncate hold",
            "drop table hold",
            "drop table ledger_line cascade",
            "drop schema public cascade",
            "alter table balance drop constraint balance_not_negative",
            "drop function refuse_to_change_the_past() cascade",
            "update price set per_minute = 0",
            "delete from audit_event",
            "delete from flyway_schema_history",
            "set session_replication_role = replica",
            "set role escriba_owner",
            "create table mine (id integer)"
        }) {
            assertThatThrownBy(() -> execute(service, statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42501");
        }
    }

    private static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
