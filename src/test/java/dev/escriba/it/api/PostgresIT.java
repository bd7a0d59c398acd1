package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.media.MediaFixture;
import dev.escriba.security.entity.Pepper;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The uber-jar on PostgreSQL, with priced models. All contracts share one start; after each test the books balance. */
class PostgresIT
        implements SpendingContract, TenancyContract, AbortContract, StreamContract, OutageContract, FairnessContract {

    private static PostgresService deployment;

    @BeforeAll
    static void start() throws Exception {
        deployment = PostgresService.start(
                Files.createDirectories(Path.of("target/it/postgres").toAbsolutePath()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Override
    public PostgresService deployment() {
        return deployment;
    }

    @AfterEach
    void booksBalance() {
        deployment.requireBalancedBooks();
    }

    @Test
    void isReadyOnPostgres() {
        assertThat(deployment.administrator().get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(Files.exists(deployment.home().resolve("data/escriba.mv.db")))
                .as("an H2 file")
                .isFalse();
    }

    /** What a thief of the database can read. */
    @Test
    void noStoredRowHoldsAKey() throws SQLException {
        CustomerAccount account = deployment.newAccount("1");
        String key = account.service().key();
        String prefix = key.substring(8, 20);
        try (Connection connection = deployment.postgres().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("select salt, hash, keyed from api_key where lookup = '" + prefix + "'")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString("salt")).matches("[0-9a-f]{32}");
                assertThat(row.getString("hash"))
                        .matches("[0-9a-f]{64}")
                        .isNotEqualTo(Pepper.sha256(key))
                        .isNotEqualTo(Pepper.sha256(row.getString("salt") + key));
                assertThat(row.getBoolean("keyed")).isTrue();
                assertThat(row.next()).isFalse();
            }
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            assertThat(tables).contains("api_key", "audit_event", "account");
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select count(*) from \"" + table
                        + "\" t where cast(t as text) like '%" + key.substring(21) + "%'")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).as(table).isZero();
                }
            }
        }
    }

    @Test
    void segmentsAreStoredAndDeletedWithTheTranscript() throws SQLException {
        CustomerAccount account = deployment.newAccount("1");
        String instance = Answer.success(
                        account.service().transcribe(file("File", MediaFixture.ENGLISH), text("UserIdentifier", "ana")))
                .getString("instanceId");
        String documents = "select count(*) from transcript_document where instance_id = '" + instance
                + "' and document like '%quick brown fox%' and length(peaks) = 44 and peak_millis = 100";
        assertThat(count(documents)).isEqualTo(1);
        HttpRequest.Builder erasure = account.service()
                .request("/api/v2/Instances?userIdentifier=ana")
                .DELETE();
        assertThat(Answer.success(account.service().send(erasure)).getInt("erased"))
                .isEqualTo(1);
        assertThat(count("select count(*) from transcript_document where instance_id = '" + instance + "'"))
                .isZero();
        assertThat(count(
                        "select count(*) from hold where user_identifier = 'ana' and instance_id = '" + instance + "'"))
                .isEqualTo(1);
    }

    private static int count(String query) throws SQLException {
        try (Connection connection = deployment.postgres().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getInt(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_line set amount = amount + 1",
                "update ledger_line set reason = 'another'",
                "delete from ledger_line",
                "truncate ledger_line",
                "truncate ledger_line cascade",
                "update audit_event set actor = 'somebody'",
                "delete from audit_event",
                "truncate audit_event cascade"
            })
    void theDatabaseRefusesToChangeThePast(String change) throws SQLException {
        CustomerAccount account = deployment.newAccount("1");
        try (Connection connection = deployment.postgres().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(change))
                    .isInstanceOf(SQLException.class)
                    .hasMessageMatching("(?s).*(append-only|ledger_line).*");
        }
        assertThat(account.lines()).hasSize(1);
        assertThat(account.balance()).isEqualByComparingTo("1");
    }
}
